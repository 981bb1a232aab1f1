import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiObject, App } from 'cdk8s';
import { chartContext, type Manifest } from '../../charts';
import { OffHoursChart } from '../../charts/off-hours/off-hours-chart';
import { renderChart } from '../../charts/rendered-object';
import { WaveChart } from '../../charts/wave-chart';
import { localKubernetesFacts } from '../../constructs/in-cluster';
import type { OffHours, RenderedSchedule } from '../../environments/model';
import { operators, services } from '../../services';
import { manifests, renderLocal, the } from '../charts/site-rendering';
import { localSite } from '../fixtures/sites';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';
import { type KedaOperator, startKedaOperator } from './tools/keda-operator';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { WATCHED_BY_CONTROLLERS } from './tools/kube-controllers';

const PATIENCE_SECONDS = 60;
const ACCOUNT = 'system:serviceaccount:off-hours:off-hours';

const offHours: OffHours = {
  timeZone: 'Europe/Berlin',
  workingHours: [
    { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '07:00', until: '19:00' },
    // Over midnight, on the night in which summer time ends.
    { days: ['saturday'], from: '22:00', until: '02:30' },
  ],
  services: ['tracking', 'serving'],
};
/** Of a site that uses an autoscaler of Kubernetes. */
const autoscaled: OffHours = { ...offHours, services: ['featureStore'] };

const source = { from: 'bucket' as const, path: 'models/one' };
const site = {
  services: {
    tracking: services.tracking.config.parse({ ownKey: false }),
    monitoring: services.monitoring.config.parse({}),
    workbench: services.workbench.config.parse({}),
    serving: services.serving.config.parse({
      ownKey: false,
      models: {
        scaled: { source, replicas: { min: 2, max: 4 } },
        canary: { source, delivery: { by: 'canary' }, replicas: { min: 2, max: 2 } },
      },
    }),
  },
};

/** The chart beside a server with an autoscaler, which no service here has. */
function withAutoscaler(): Manifest[] {
  const context = chartContext(localSite(), localKubernetesFacts(localSite()));
  const app = new App();
  const server = new WaveChart(app, { context, wave: 'services', name: 'feature-store', owner: 'feature-store' });
  const labels = { app: 'features' };
  const metadata = { name: 'features', namespace: 'feature-store' };
  new ApiObject(server, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'features', image: 'features:1' }] } },
    },
  });
  new ApiObject(server, 'autoscaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'features' },
      minReplicas: 2,
      maxReplicas: 9,
    },
  });
  new OffHoursChart(app, { context, offHours: autoscaled, charts: WaveChart.within(app) });
  return WaveChart.within(app).flatMap((chart) => renderChart(chart, chart.folder).map(({ manifest }) => manifest));
}

const fileOf = (objects: readonly Manifest[]): Record<string, string> =>
  (
    objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'off-hours') as unknown as {
      data: Record<string, string>;
    }
  ).data;

/** A stand-in for GitOps: what engines apply of an object whose number they leave alone. */
const withoutNumber = (manifest: Manifest): Manifest => {
  const { replicas: _, ...spec } = manifest.spec as { replicas?: number };
  return { ...manifest, spec };
};

/**
 * Real: API server with its rights, KEDA's operator; the job's script, schedule, account, roles and what it scales as
 * rendered. Simulated: the time, by `NOW`; Prometheus, which answers that nobody asks; GitOps, by the same server-side
 * apply. Left out: pods, and Kubernetes' own autoscaler, which does nothing at none.
 */
proof('off hours at simulated times', ['kube-apiserver', 'etcd', 'kubectl', 'mlflow', 'keda'], () => {
  const rendered = renderLocal({ ...site, offHours });
  const all = manifests(rendered);
  const second = withAutoscaler();
  const schedule = JSON.parse(fileOf(all)['schedule.json'] ?? '') as RenderedSchedule;
  const scaledObject = the(rendered, 'ScaledObject', 'scaled');
  const servers = [...all, ...second].filter(
    ({ kind, metadata }) =>
      ['Deployment', 'Rollout'].includes(kind) &&
      ['tracking', 'serving', 'workbench', 'feature-store'].includes(metadata.namespace ?? ''),
  );
  /** Exactly what the engines leave alone, by the label. */
  const leftAlone = servers
    .filter(({ metadata }) => metadata.labels?.['evenkeel.dev/off-hours'] === 'stops')
    .map(withoutNumber);
  const own = [
    ...all.filter(
      ({ kind, metadata }) =>
        ['ServiceAccount', 'Role', 'RoleBinding', 'CronJob'].includes(kind) && metadata.name.endsWith('off-hours'),
    ),
    ...second.filter(({ kind, metadata }) => kind.startsWith('Role') && metadata.name === 'feature-store-off-hours'),
  ];
  const spec = podTemplateOf(the(rendered, 'CronJob', 'off-hours') as never)?.spec as unknown as PodSpec;
  const folder = join(session().folder, 'off-hours');
  const account = join(folder, 'account');
  let server: KubeApiServer;
  let keda: KedaOperator;
  let prometheus: Server;

  /** The rendered job at a time; other files in place of its own, where they are given. */
  async function run(now: string, files: Readonly<Record<string, string>> = fileOf(all)) {
    const { arguments: words, env } = localContainer(spec, {
      folder,
      secret: () => '',
      files: ({ configMap }) => (configMap ? files : {}),
      env: { ACCOUNT_FOLDER: account, API_SERVER: server.url, NOW: now },
    });
    const python = join(toolPath('mlflow') ?? '', '..', 'python');
    return runCommand(python, words, { env: { ...process.env, ...env }, timeoutMs: 60_000 });
  }
  const runs = async (now: string, files?: Readonly<Record<string, string>>): Promise<string> => {
    const { exitCode, stdout, stderr } = await run(now, files);
    expect({ now, exitCode, stderr }).toEqual({ now, exitCode: 0, stderr: '' });
    return stdout;
  };
  const replicasOf = async (kind: string, namespace: string, name: string): Promise<number> =>
    Number(await accepted(server, ['get', kind, name, '-n', namespace, '-o', 'jsonpath={.spec.replicas}']));
  const mlflow = () => replicasOf('deployment', 'tracking', 'mlflow');
  const canary = () => replicasOf('rollout', 'serving', 'canary');
  const portal = () => replicasOf('deployment', 'workbench', 'portal');
  const scaled = () => replicasOf('deployment', 'serving', 'scaled');
  const eventually = async (is: () => Promise<boolean>): Promise<boolean> => {
    const deadline = performance.now() + PATIENCE_SECONDS * 1000;
    while (!(await is())) {
      if (performance.now() > deadline) return false;
      await pause(300);
    }
    return true;
  };
  const comesTo = async (count: () => Promise<number>, wanted: number): Promise<void> => {
    await eventually(async () => (await count()) === wanted);
    expect(await count()).toBe(wanted);
  };
  const apply = (objects: readonly Manifest[], manager = 'gitops') =>
    accepted(
      server,
      ['apply', '--server-side', '--force-conflicts', `--field-manager=${manager}`, '-f', '-'],
      listOf(objects),
    );
  const may = async (...words: readonly string[]): Promise<boolean> =>
    (await server.kubectl(['auth', 'can-i', ...words, `--as=${ACCOUNT}`])).stdout.trim() === 'yes';
  const annotated = (value: string) =>
    accepted(server, [
      ...['annotate', 'cronjob', 'off-hours', '-n', 'off-hours', '--overwrite', '--field-manager=stay-up'],
      `evenkeel.dev/stay-up-until${value}`,
    ]);

  beforeAll(async () => {
    mkdirSync(account, { recursive: true });
    prometheus = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } }));
    });
    await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
    const { port } = prometheus.address() as AddressInfo;
    server = await startKubeApiServer({ dir: folder, extraArguments: WATCHED_BY_CONTROLLERS });
    await loadDefinitions(server, [...servers, scaledObject, { apiVersion: 'eventing.keda.sh/v1alpha1' }]);
    const namespaces = [
      'off-hours',
      operators.keda.namespace,
      ...new Set(servers.map((one) => one.metadata.namespace)),
    ];
    for (const name of namespaces) await accepted(server, ['create', 'namespace', name ?? '']);
    await apply([...own, ...servers]);
    keda = await startKedaOperator({ server, dir: join(folder, 'keda'), namespace: operators.keda.namespace });
    const scaling = scaledObject.spec as unknown as { triggers: { metadata: object }[] };
    const triggers = scaling.triggers.map((trigger) => ({
      ...trigger,
      metadata: { ...trigger.metadata, serverAddress: `http://127.0.0.1:${port}` },
    }));
    await apply([{ ...scaledObject, spec: { ...scaling, pollingInterval: 1, triggers } } as Manifest]);
    writeFileSync(
      join(account, 'token'),
      await accepted(server, ['create', 'token', 'off-hours', '-n', 'off-hours', '--duration=1h']),
    );
    const view = JSON.parse(await accepted(server, ['config', 'view', '--raw', '-o', 'json'])) as {
      clusters: { cluster: { 'certificate-authority-data': string } }[];
    };
    const [one] = view.clusters;
    writeFileSync(join(account, 'ca.crt'), Buffer.from(one?.cluster['certificate-authority-data'] ?? '', 'base64'));
    await comesTo(scaled, 2);
  });
  afterAll(async () => {
    await keda?.stop();
    await server?.kill();
    prometheus?.close();
  });

  it('comes up from Git with the number that Git states, before the job ever ran', async () => {
    expect(schedule.stopped.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'Deployment mlflow',
      'Rollout canary',
      'ScaledObject scaled',
    ]);
    expect([await mlflow(), await canary(), await portal()]).toEqual([3, 2, 2]);
  });

  it('leaves everything up on Friday at 18:59', async () => {
    expect(await runs('2026-11-20T18:59:00+01:00')).toBe('up by schedule\n');
    expect([await mlflow(), await canary(), await scaled()]).toEqual([3, 2, 2]);
    // From here on the number is the job's: an engine that leaves it out takes nothing away.
    await apply(leftAlone.filter(({ kind }) => kind === 'Deployment'));
    expect(await mlflow()).toBe(3);
  });

  it('stops it on Friday at 19:01, what KEDA scales included, and nothing else', async () => {
    expect(await runs('2026-11-20T19:01:00+01:00')).toContain('stopped deployments tracking/mlflow\n');
    expect([await mlflow(), await canary(), await portal()]).toEqual([0, 0, 2]);
    await comesTo(scaled, 0);
  });

  it('is at rest all weekend, whatever a sync of Git or a person does, and does nothing twice', async () => {
    await apply(leftAlone);
    expect([await mlflow(), await canary()]).toEqual([0, 0]);
    expect(await runs('2026-11-21T12:00:00+01:00')).toBe('down by schedule\n');
    await accepted(server, ['scale', 'deployment', 'mlflow', '-n', 'tracking', '--replicas=1']);
    expect(await runs('2026-11-22T15:00:00+01:00')).toBe('down by schedule\nstopped deployments tracking/mlflow\n');
    await pause(3000);
    expect([await mlflow(), await canary(), await scaled()]).toEqual([0, 0, 0]);
  });

  it('is back on Monday at 07:01 with the stated numbers, also where the runs between were missed', async () => {
    await runs('2026-11-23T07:01:00+01:00');
    expect([await mlflow(), await canary()]).toEqual([3, 2]);
    await comesTo(scaled, 2);
    await apply(leftAlone);
    expect([await mlflow(), await canary()]).toEqual([3, 2]);
  });

  it("sets Git's number in working hours where a person set another one", async () => {
    await accepted(server, ['scale', 'deployment', 'mlflow', '-n', 'tracking', '--replicas=5']);
    await runs('2026-11-23T10:00:00+01:00');
    expect(await mlflow()).toBe(3);
  });

  it.each([
    // Winter time until 2026-03-29, summer time until 2026-10-25.
    ['2026-03-27T05:59:00Z', 0],
    ['2026-03-27T06:01:00Z', 3],
    ['2026-03-30T04:59:00Z', 0],
    ['2026-03-30T05:01:00Z', 3],
    ['2026-10-26T05:59:00Z', 0],
    ['2026-10-26T06:01:00Z', 3],
    // 02:29 and 02:31 in the night of Saturday; 02:15 comes a second time.
    ['2026-10-25T00:29:00Z', 3],
    ['2026-10-25T00:31:00Z', 0],
    ['2026-10-25T01:15:00Z', 3],
    ['2026-10-25T01:31:00Z', 0],
  ])('follows the clock on the wall at %s', async (now, wanted) => {
    await runs(now);
    expect(await mlflow()).toBe(wanted);
  });

  it('stays up as long as somebody asked for, and no longer', async () => {
    await annotated('=2026-11-20T22:00:00+01:00');
    expect(await runs('2026-11-20T21:59:00+01:00')).toContain('up until 2026-11-20T22:00:00+01:00\n');
    expect(await mlflow()).toBe(3);
    await apply(own);
    expect(await runs('2026-11-20T22:01:00+01:00')).toContain('down by schedule\n');
    expect(await mlflow()).toBe(0);
    await runs('2026-11-23T07:01:00+01:00');
  });

  it('changes nothing where it cannot read until when, and fails', async () => {
    for (const unread of ['tomorrow', '2026-11-20T22:00:00']) {
      await annotated(`=${unread}`);
      const { exitCode } = await run('2026-11-20T21:00:00+01:00');
      expect([exitCode, await mlflow()]).toEqual([1, 3]);
    }
    await annotated('-');
  });

  it('only stops and wakes what an autoscaler of Kubernetes scales', async () => {
    const features = () => replicasOf('deployment', 'feature-store', 'features');
    const scaleTo = (count: number) =>
      accepted(server, ['scale', 'deployment', 'features', '-n', 'feature-store', `--replicas=${count}`]);
    const files = fileOf(second);
    await scaleTo(7);
    await runs('2026-11-20T10:00:00+01:00', files);
    expect(await features()).toBe(7);
    await runs('2026-11-20T20:00:00+01:00', files);
    expect(await features()).toBe(0);
    await runs('2026-11-23T07:01:00+01:00', files);
    expect(await features()).toBe(2);
    await scaleTo(5);
    await runs('2026-11-23T07:06:00+01:00', files);
    expect(await features()).toBe(5);
  });

  it('leaves a ScaledObject paused that somebody else paused', async () => {
    const paused = 'autoscaling.keda.sh/paused-replicas';
    const annotate = (value: string) =>
      accepted(server, ['annotate', 'scaledobject', 'scaled', '-n', 'serving', '--overwrite', `${paused}${value}`]);
    await annotate('=1');
    await comesTo(scaled, 1);
    for (const now of ['2026-11-20T20:00:00+01:00', '2026-11-23T07:01:00+01:00']) {
      await runs(now);
      const found = await accepted(server, ['get', 'scaledobject', 'scaled', '-n', 'serving', '-o', 'json']);
      expect((JSON.parse(found) as Manifest).metadata.annotations?.[paused]).toBe('1');
    }
    await annotate('-');
  });

  it('does what it can where one server cannot be scaled, and fails', async () => {
    await accepted(server, ['delete', 'rolebinding', 'serving-off-hours', '-n', 'serving']);
    const { exitCode, stderr } = await run('2026-11-20T20:00:00+01:00');
    expect([exitCode, await mlflow(), await canary()]).toEqual([1, 0, 2]);
    expect(stderr).toContain('failed rollouts serving/canary HTTP Error 403');
    await apply(own);
    await runs('2026-11-20T20:05:00+01:00');
    expect(await canary()).toBe(0);
  });

  it('may set the numbers of what it stops, and nothing more', async () => {
    expect(await may('patch', 'deployments/mlflow', '--subresource=scale', '-n', 'tracking')).toBe(true);
    const refused = [
      ['patch', 'deployments/mlflow', '-n', 'tracking'],
      ['update', 'deployments/mlflow', '--subresource=scale', '-n', 'tracking'],
      ['patch', 'deployments/other', '--subresource=scale', '-n', 'tracking'],
      ['patch', 'deployments/portal', '--subresource=scale', '-n', 'workbench'],
      ['patch', 'statefulsets', '--subresource=scale', '-n', 'tracking'],
      ['patch', 'cronjobs/off-hours', '-n', 'off-hours'],
      ['list', 'deployments', '-n', 'tracking'],
      ['get', 'secrets', '-n', 'tracking'],
      ['create', 'pods', '-n', 'off-hours'],
      ['delete', 'pods', '-n', 'tracking'],
    ];
    for (const words of refused) expect([words.join(' '), await may(...words)]).toEqual([words.join(' '), false]);
  });

  it('is undone by Git: without the word, a sync at night brings everything back', async () => {
    expect(await mlflow()).toBe(0);
    const plain = manifests(renderLocal(site));
    expect(plain.filter(({ metadata }) => metadata.namespace === 'off-hours')).toEqual([]);
    await apply(
      plain.filter(({ kind, metadata }) =>
        servers.some((one) => one.kind === kind && one.metadata.name === metadata.name),
      ),
    );
    expect([await mlflow(), await canary()]).toEqual([3, 2]);
  });

  it('stops nothing where nothing is named (negative control)', async () => {
    const nothing = { ...fileOf(all), 'schedule.json': JSON.stringify({ ...schedule, stopped: [] }) };
    expect(await runs('2026-11-21T12:00:00+01:00', nothing)).toBe('down by schedule\n');
    expect([await mlflow(), await canary()]).toEqual([3, 2]);
  });
});
