import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RenderedObject } from '../../charts';
import type { FlinkDeployment } from '../../charts/processing/flink-deployment';
import { processingSignals } from '../../charts/processing/signals';
import { taskManagerSizes } from '../../charts/processing/sizing';
import { processing } from '../../services';
import { renderLocal, renderManaged, specOf, the } from '../charts/site-rendering';
import { localContainer, type PodSpec } from './local-container';
import { session } from './session';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';
import { type Flink, type FlinkSettings, flinkIn } from './tools/flink-cluster';
import { freePort } from './tools/free-port';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import type { ServiceProcess } from './tools/service-process';

const bucket = 'processing-files';
const { namespace } = processing;
const stream = 'counts';

/** Counts what it has seen, and what of it was different: the same number as long as nothing is lost or seen twice. */
const script = `
CREATE TABLE numbers (v BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'fields.v.kind' = 'sequence',
  'fields.v.start' = '1', 'fields.v.end' = '1000000');
CREATE TABLE counts (seen BIGINT, different BIGINT) WITH ('connector' = 'print');
INSERT INTO counts SELECT COUNT(*), COUNT(DISTINCT v) FROM numbers;
`;

const services = {
  processing: processing.config.parse({
    streams: {
      [stream]: {
        jar: '/opt/flink/opt/flink-sql-gateway-2.2.1.jar',
        entryClass: 'org.apache.flink.table.runtime.application.SqlDriver',
        arguments: ['--script', script],
        checkpoints: { intervalSeconds: 1, minPauseSeconds: 1, timeoutSeconds: 60 },
      },
    },
  }),
};
const specIn = (site: readonly RenderedObject[]) =>
  specOf<FlinkDeployment['spec']>(the([...site], 'FlinkDeployment', stream));

const rendered = renderLocal({ services });
const { flinkConfiguration, jobManager, taskManager, job } = specIn(rendered);
/** Settings where a plugin of Flink knows the store, and where Hadoop's client takes its place; those it hands on apart. */
const names = Object.keys({ ...flinkConfiguration, ...specIn(renderManaged({ services })).flinkConfiguration }).filter(
  (name) => !name.startsWith('flink.hadoop.'),
);

/** What the operator's chart gives every Flink of 1.19 and newer, and Java 17 refuses to start a program without. */
const javaOptions = [
  ...['base/sun.net.util', 'rmi/sun.rmi.registry', 'security.jgss/sun.security.krb5'].map(
    (name) => `--add-exports=java.${name}=ALL-UNNAMED`,
  ),
  ...['lang', 'net', 'io', 'nio', 'lang.reflect', 'text', 'time', 'util', 'util.concurrent']
    .map((name) => `java.${name}`)
    .concat('sun.nio.ch', 'java.util.concurrent.atomic', 'java.util.concurrent.locks')
    .map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
].join(' ');

/** What the operator makes of the other fields of the object. */
const byOperator: FlinkSettings = {
  'kubernetes.cluster-id': stream,
  'kubernetes.namespace': namespace,
  'jobmanager.memory.process.size': jobManager.resource.memory,
  'taskmanager.memory.process.size': taskManager.resource.memory,
  'parallelism.default': `${job.parallelism}`,
  'env.java.default-opts.all': javaOptions,
};

interface Checkpoints {
  readonly counts: { readonly completed: number; readonly restored: number };
  readonly latest: { readonly restored: { readonly id: number } | null };
}

/** Repeats until it gives something; fails with what it was waiting for. */
async function eventually<T>(what: string, attempt: () => Promise<T | undefined>, seconds = 120): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await attempt().catch(() => undefined);
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await pause(300);
  }
}

const asked = async <T>(url: string): Promise<T> => (await fetch(url)).json() as Promise<T>;

proof('Flink as rendered', ['flink', 'flink-archives', 'java', 'moto', 'etcd', 'kube-apiserver', 'kubectl'], () => {
  const folder = join(session().folder, 'flink');
  const running: ServiceProcess[] = [];
  let moto: MotoServer;
  let cluster: KubeApiServer;
  let flink: Flink;
  /** Settings that differ on this machine: addresses, and where the store is. */
  let here: FlinkSettings;
  let leader: { readonly process: ServiceProcess; readonly url: string; readonly metricsUrl: string };
  let worker: { readonly process: ServiceProcess; readonly metricsUrl: string; readonly log: string };

  const accepted = async (words: readonly string[], input?: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await cluster.kubectl(words, input);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  };

  /** Signs in as the account of the programs, which may do what its rendered role says and nothing else. */
  const kubeconfigOfAccount = async (): Promise<string> => {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'flink', namespace } };
    await accepted(['create', 'namespace', namespace]);
    for (const object of [account, the(rendered, 'Role', 'flink'), the(rendered, 'RoleBinding', 'flink')]) {
      await accepted(['apply', '-f', '-'], JSON.stringify(object));
    }
    const token = (await accepted(['create', 'token', account.metadata.name, '-n', namespace])).trim();
    const config = JSON.parse(readFileSync(cluster.kubeconfigPath, 'utf8')) as Record<string, unknown>;
    const path = join(folder, 'kubeconfig');
    writeFileSync(path, JSON.stringify({ ...config, users: [{ name: 'administrator', user: { token } }] }));
    return path;
  };

  const settings = (more: FlinkSettings): FlinkSettings => ({ ...flinkConfiguration, ...byOperator, ...here, ...more });

  const startJobManager = async (name: string): Promise<typeof leader> => {
    const [rest, rpc, blobs, metrics] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const url = `http://127.0.0.1:${rest}`;
    const process = await flink.startJobManager({
      name,
      url: `${url}/config`,
      program: ['--job-classname', job.entryClass, ...job.args],
      settings: settings({
        'rest.port': `${rest}`,
        'jobmanager.rpc.port': `${rpc}`,
        'high-availability.jobmanager.port': `${rpc}`,
        'blob.server.port': `${blobs}`,
        'metrics.reporter.prom.port': `${metrics}`,
      }),
    });
    running.push(process);
    return { process, url, metricsUrl: `http://127.0.0.1:${metrics}/metrics` };
  };

  const startTaskManager = async (name: string): Promise<typeof worker> => {
    const [rpc, data, metrics] = [await freePort(), await freePort(), await freePort()];
    const state = join(folder, `${name}-state`);
    mkdirSync(state, { recursive: true });
    const metricsUrl = `http://127.0.0.1:${metrics}/metrics`;
    const process = await flink.startTaskManager({
      name,
      metricsUrl,
      settings: settings({
        'taskmanager.rpc.port': `${rpc}`,
        'taskmanager.data.port': `${data}`,
        'metrics.reporter.prom.port': `${metrics}`,
        'state.backend.rocksdb.localdir': state,
      }),
    });
    running.push(process);
    return { process, metricsUrl, log: join(folder, `${name}.log`) };
  };

  /** Counts that a task manager printed so far. */
  const counts = ({ log }: Pick<typeof worker, 'log'>): [seen: number, different: number][] =>
    [...readFileSync(log, 'utf8').matchAll(/^(?:\d+> )?\+[UI]\[(\d+), (\d+)\]$/gm)].map(([, seen, different]) => [
      Number(seen),
      Number(different),
    ]);

  const checkpoints = async (url: string): Promise<Checkpoints> => {
    const { jobs } = await asked<{ jobs: readonly { readonly id: string }[] }>(`${url}/jobs`);
    return asked(`${url}/jobs/${jobs[0]?.id}/checkpoints`);
  };

  const keys = async (): Promise<string[]> => {
    const listed = await (await fetch(`${moto.url}/${bucket}?list-type=2`)).text();
    return [...listed.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key ?? '');
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    [moto, cluster] = await Promise.all([
      startMotoServer({ dir: folder }),
      startKubeApiServer({ dir: join(folder, 'kubernetes') }),
    ]);
    await fetch(`${moto.url}/${bucket}`, { method: 'PUT' });
    here = {
      'kubernetes.config.file': await kubeconfigOfAccount(),
      'fs.s3a.endpoint': moto.url,
      ...Object.fromEntries(
        [
          'rest.address',
          'jobmanager.rpc.address',
          'jobmanager.bind-host',
          'taskmanager.host',
          'taskmanager.bind-host',
        ].map((name) => [name, '127.0.0.1']),
      ),
    };
    const spec = taskManager.podTemplate.spec as unknown as PodSpec;
    const { env } = localContainer(
      { ...spec, containers: spec.containers.map((each) => ({ command: ['taskmanager'], ...each })) },
      { folder, secret: () => 'secret', env: { AWS_ENDPOINT_URL_S3: moto.url } },
    );
    const switchedOn = env.ENABLE_BUILT_IN_PLUGINS?.split(';') ?? [];
    flink = flinkIn({
      java: toolPath('java') ?? '',
      python: toolPath('flink') ?? '',
      archives: toolPath('flink-archives') ?? '',
      folder,
      plugins: switchedOn.map((jar) => basename(jar).replace(/-[\d.]+\.jar$/, '')),
      env: { PATH: process.env.PATH, ...env },
    });
    [leader, worker] = await Promise.all([startJobManager('job-manager'), startTaskManager('task-manager')]);
  }, 400_000);

  afterAll(async () => {
    await Promise.all(running.map((service) => service.kill()));
    await moto?.stop();
    await cluster?.stop();
  });

  it('has settings that Flink and its operator know, and notices those that they do not', async () => {
    const wrong = [
      'execution.checkpointing.directory',
      'metrics.reporter.prom.prot',
      'kubernetes.operator.savepoint.history.count',
      'fs.s3a.path.style',
    ];
    const places = [join(flink.library, 'lib'), join(flink.library, 'plugins'), toolPath('flink-archives') ?? ''];
    const checked = await runCommand(toolPath('flink') ?? '', [join(__dirname, 'flink', 'options.py'), ...places], {
      input: JSON.stringify([...names, ...wrong]),
    });
    expect(checked.exitCode === 0 ? '' : lastWords(checked, 20)).toBe('');
    expect(JSON.parse(checked.stdout)).toEqual(wrong);
  });

  it('leaves RocksDB in each slot what the sizes are reckoned by', async () => {
    const perSlotMiB: Record<string, number> = {};
    for (const [size, { memoryMiB, slots }] of Object.entries(taskManagerSizes)) {
      const pod = { 'taskmanager.memory.process.size': `${memoryMiB}m`, 'taskmanager.numberOfTaskSlots': `${slots}` };
      const { 'taskmanager.memory.managed.size': bytes = 0 } = await flink.taskManagerMemory(settings(pod));
      perSlotMiB[size] = Math.round(bytes / slots / 2 ** 20);
    }
    expect(perSlotMiB).toEqual({ small: 635, standard: 686, large: 712 });
  });

  it('takes checkpoints into the bucket', async () => {
    await eventually('two checkpoints', async () =>
      (await checkpoints(leader.url)).counts.completed >= 2 ? true : undefined,
    );
    const stored = await keys();
    const below = (kind: string) => stored.filter((key) => key.startsWith(`streams/${stream}/${kind}/`));
    expect(below('checkpoints')).toContainEqual(expect.stringMatching(/\/chk-\d+\/_metadata$/));
    expect(below('high-availability').length).toBeGreaterThan(0);
  });

  it('shows every metric that alerts and dashboards use, under the labels that they use', async () => {
    const used = processingSignals.metrics.filter((name) => name.startsWith('flink_'));
    const shown = (
      await Promise.all([leader, worker].map(async ({ metricsUrl }) => (await fetch(metricsUrl)).text()))
    ).join();
    expect(used.filter((name) => !new RegExp(`^${name}\\{`, 'm').test(shown))).toEqual([]);
    expect(shown).toMatch(/^flink_jobmanager_job_numberOfCompletedCheckpoints\{.*job_name="/m);
    expect(shown).toMatch(/^flink_taskmanager_job_task_busyTimeMsPerSecond\{.*task_name="/m);
  });

  it('goes on from the newest checkpoint when its task manager is lost, and counts nothing twice', async () => {
    const before = counts(worker).length;
    expect(before).toBeGreaterThan(0);
    await worker.process.kill();
    // What Flink asks Kubernetes for by itself.
    worker = await startTaskManager('task-manager-2');
    const { latest } = await eventually('a restored checkpoint', async () => {
      const found = await checkpoints(leader.url);
      return found.counts.restored > 0 ? found : undefined;
    });
    expect(latest.restored?.id).toBeGreaterThan(0);
    await eventually('counts after it', async () => (counts(worker).length > 20 ? true : undefined));
    expect(counts(worker)[0]?.[0]).toBeGreaterThan(1);
    expect(counts(worker).filter(([seen, different]) => seen !== different)).toEqual([]);
  });

  it('goes on when its job manager is lost, from what the second one finds in the cluster and the bucket', async () => {
    const second = await startJobManager('job-manager-2');
    const before = counts(worker).at(-1)?.[0] ?? 0;
    await leader.process.kill();
    await eventually('a second leader that goes on', async () => {
      const found = await checkpoints(second.url);
      return found.counts.restored > 0 && found.counts.completed > 0 ? true : undefined;
    });
    await eventually('counts after it', async () =>
      (counts(worker).at(-1)?.[0] ?? 0) > before + 100 ? true : undefined,
    );
    expect(counts(worker).filter(([seen, different]) => seen !== different)).toEqual([]);
  });
});
