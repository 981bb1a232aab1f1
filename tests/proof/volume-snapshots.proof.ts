import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manifest } from '../../charts';
import { workbench } from '../../services';
import { manifests, renderManaged, the } from '../charts/site-rendering';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';

const namespace = 'workbench';

interface Snapshot {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly volumeSnapshotClassName: string;
    readonly source: { readonly persistentVolumeClaimName: string };
  };
  readonly status?: { readonly readyToUse?: boolean };
}

const claim = (name: string, labels: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace, labels },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } },
});

proof('copies of volumes as rendered', ['kube-apiserver', 'etcd', 'kubectl', 'mlflow'], () => {
  const services = {
    workbench: workbench.config.parse({
      notebooks: { signIn: { issuer: 'https://login.example.com', clientId: 'notebooks' } },
    }),
  };
  const rendered = renderManaged({ services, snapshots: { everyHours: 24, retentionDays: 14 } } as never);
  const spec = podTemplateOf(the(rendered, 'CronJob', 'volume-snapshots') as never)?.spec as unknown as PodSpec;
  const own = manifests(rendered).filter(
    ({ kind, metadata }: Manifest) =>
      kind === 'VolumeSnapshotClass' ||
      (metadata.name === 'volume-snapshots' && ['Role', 'RoleBinding', 'ServiceAccount'].includes(kind)),
  );
  const [{ labels = {} } = {}] = JSON.parse(
    spec.containers[0]?.env?.find(({ name }) => name === 'CLAIMS')?.value ?? '[]',
  ) as { labels?: Record<string, string> }[];
  const folder = join(session().folder, 'volume-snapshots');
  const account = join(folder, 'account');
  let server: KubeApiServer;

  const snapshots = async (): Promise<readonly Snapshot[]> => {
    const text = await accepted(server, ['get', 'volumesnapshots', '-n', namespace, '-o', 'json']);
    return (JSON.parse(text) as { items: Snapshot[] }).items;
  };
  const say = (kind: string, name: string, status: object) =>
    accepted(server, [
      ...['patch', kind, name, '-n', namespace, '--subresource=status', '--type=merge'],
      ...['-p', JSON.stringify({ status })],
    ]);

  /** Runs the job beside a stand-in for the driver, which makes every copy but those of `broken` claims usable. */
  async function run(env: Readonly<Record<string, string>> = {}, broken: readonly string[] = []) {
    const { arguments: words, env: stated } = localContainer(spec, {
      folder,
      secret: () => '',
      files: ({ configMap }) =>
        configMap ? (the(rendered, 'ConfigMap', configMap) as unknown as { data: Record<string, string> }).data : {},
      env: { ACCOUNT_FOLDER: account, API_SERVER: server.url, READY_SECONDS: '20', ...env },
    });
    let done = false;
    const python = join(toolPath('mlflow') ?? '', '..', 'python');
    const job = runCommand(python, words, { env: { ...process.env, ...stated }, timeoutMs: 120_000 }).finally(() => {
      done = true;
    });
    while (!done) {
      for (const { metadata, spec: of } of (await snapshots()).filter(({ status }) => status === undefined)) {
        const failed = broken.includes(of.source.persistentVolumeClaimName);
        await say(
          'volumesnapshot',
          metadata.name,
          failed ? { readyToUse: false, error: { message: 'no room left' } } : { readyToUse: true },
        );
      }
      await pause(200);
    }
    return job;
  }

  beforeAll(async () => {
    mkdirSync(account, { recursive: true });
    server = await startKubeApiServer({ dir: folder });
    await loadDefinitions(server, own);
    await accepted(server, ['create', 'namespace', namespace]);
    await accepted(server, ['apply', '--server-side', '--validate=strict', '-f', '-'], listOf(own));
    await accepted(
      server,
      ['create', '-f', '-'],
      listOf([claim('home-ada', labels), claim('home-new', labels), claim('other', { app: 'something-else' })]),
    );
    for (const name of ['home-ada', 'other']) await say('pvc', name, { phase: 'Bound' });
    const token = await accepted(server, ['create', 'token', 'volume-snapshots', '-n', namespace]);
    writeFileSync(join(account, 'token'), token);
    const { certificate } = await authority(server);
    writeFileSync(join(account, 'ca.crt'), certificate);
  });
  afterAll(async () => server?.kill());

  it('copies each bound volume that it was told of, with the rights that it was given', async () => {
    const { exitCode, stderr } = await run();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const made = await snapshots();
    expect(made).toMatchObject([
      {
        spec: { volumeSnapshotClassName: 'encrypted', source: { persistentVolumeClaimName: 'home-ada' } },
        status: { readyToUse: true },
      },
    ]);
  });

  it('keeps a usable copy however old it is, when the next one fails, and says so', async () => {
    const [first] = await snapshots();
    const { exitCode, stderr } = await run({ RETENTION_DAYS: '0', READY_SECONDS: '3' }, ['home-ada']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe('failed home-ada no room left\n');
    expect((await snapshots()).map(({ metadata }) => metadata.name)).toEqual([first?.metadata.name]);
  });

  it('lets go of what is older than it should be, once there is a newer one, and of volumes that are gone', async () => {
    const [first] = await snapshots();
    expect((await run({ RETENTION_DAYS: '0' })).exitCode).toBe(0);
    const [second, ...others] = await snapshots();
    expect(others).toEqual([]);
    expect(second?.metadata.name).not.toBe(first?.metadata.name);
    await accepted(server, [
      'label',
      'pvc',
      'home-ada',
      '-n',
      namespace,
      ...Object.keys(labels).map((key) => `${key}-`),
    ]);
    expect((await run({ RETENTION_DAYS: '0' })).exitCode).toBe(0);
    expect(await snapshots()).toEqual([]);
  });
});

/** What the server's certificate is signed by, as its administrator trusts it. */
async function authority(server: KubeApiServer): Promise<{ readonly certificate: string }> {
  const text = await accepted(server, ['config', 'view', '--raw', '-o', 'json']);
  const { clusters } = JSON.parse(text) as {
    clusters: readonly { cluster: { 'certificate-authority-data': string } }[];
  };
  return { certificate: Buffer.from(clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64').toString() };
}
