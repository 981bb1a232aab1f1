import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { delimiter, dirname, join } from 'node:path';
import type { Manifest } from '../../policies/site-output';
import { tracking } from '../../services';
import { manifests, renderLocal } from '../charts/site-rendering';
import { databaseSecret } from './database-secret';
import { type Container, type LocalContainer, localContainer, type PodSpec, type Probe } from './local-container';
import { podTemplateOf } from './pod-templates';
import { renderedSites } from './rendered-sites';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { type ServiceProcess, startService } from './tools/service-process';

/** A run with an artifact, read back over HTTP alone. */
const ROUND_TRIP = `
import mlflow, tempfile, os, sys
mlflow.set_experiment("proof")
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.25)
    mlflow.log_text("evenkeel", "note.txt")
client = mlflow.MlflowClient()
assert client.get_run(run.info.run_id).data.metrics["loss"] == 0.25
with tempfile.TemporaryDirectory() as folder:
    path = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="note.txt", dst_path=folder)
    assert open(path).read() == "evenkeel"
client.delete_run(run.info.run_id)
print(run.info.artifact_uri)
`;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A GET with exactly this Host header. */
function get(port: number, path: string, host: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, headers: { Host: host } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.once('error', reject);
    call.end();
  });
}

/** Passes requests on under another host, as the gateway or the cluster's DNS does for clients. */
function startGateway(target: number, host: string): Promise<Server> {
  const server = createServer((incoming: IncomingMessage, outgoing) => {
    const { method, url: path, headers } = incoming;
    const call = request(
      { host: '127.0.0.1', port: target, method, path, headers: { ...headers, host } },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    call.once('error', () => outgoing.destroy());
    incoming.pipe(call);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const urlOf = (server: Server): string => {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};

proof('MLflow as rendered', ['mlflow', 'postgres', 'moto'], () => {
  const site = renderedSites().find(({ name }) => name.startsWith('local'));
  const objects = (site?.waves ?? []).flatMap((wave) => wave.objects.map(({ manifest }) => manifest));
  const specOf = (manifest: Manifest): PodSpec | undefined => podTemplateOf(manifest)?.spec as PodSpec | undefined;
  const runsMlflow = (manifest: Manifest): boolean => JSON.stringify(specOf(manifest) ?? {}).includes('"mlflow');
  const theOnly = (kind: string, accept: (manifest: Manifest) => boolean): Manifest => {
    const found = objects.filter((manifest) => manifest.kind === kind && accept(manifest));
    const [first] = found;
    if (first === undefined || found.length > 1) throw new Error(`${found.length} objects of kind ${kind} run MLflow`);
    return first;
  };
  const deployment = theOnly('Deployment', runsMlflow);
  const migration = theOnly('Job', (manifest) => runsMlflow(manifest));
  const collector = theOnly('CronJob', runsMlflow);
  const template = podTemplateOf(deployment);
  const annotations = (template?.metadata as { annotations?: Record<string, string> } | undefined)?.annotations ?? {};
  const container = specOf(deployment)?.containers[0] as Container;
  const rendered = container.ports?.[0]?.containerPort ?? 0;
  const route = theOnly('HTTPRoute', ({ metadata }) => metadata.namespace === deployment.metadata.namespace);
  const hostnames = (route.spec as { hostnames: readonly string[] }).hostnames;
  const host = hostnames[0] ?? '';
  const podHost = `10.1.2.3:${rendered}`;

  const folder = join(session().folder, 'mlflow');
  const bin = dirname(toolPath('mlflow') ?? '');
  let postgres: PostgresServer;
  let moto: MotoServer;
  let server: ServiceProcess;
  const gateways: Server[] = [];
  let port: number;
  let bucket = '';

  const secret = databaseSecret(
    () => postgres,
    'mlflow',
    (_, key) => (key === 'value' ? 'Proof0Proof1Proof2Proof3Proof4Proof5Proof6Proof7' : undefined),
  );

  /** A rendered pod as a process of this machine: its database, bucket and port are the test's own. */
  const local = (manifest: Manifest, env: Readonly<Record<string, string>> = {}): LocalContainer => {
    const spec = specOf(manifest);
    if (spec === undefined) throw new Error(`${manifest.kind} ${manifest.metadata.name} runs no pod`);
    const endpoints = { AWS_ENDPOINT_URL_S3: moto.url, MLFLOW_S3_ENDPOINT_URL: moto.url };
    const ports = { [String(rendered)]: String(port) };
    const volumes = join(folder, manifest.kind.toLowerCase());
    return localContainer(spec, { folder: volumes, secret, env: { ...endpoints, ...env }, arguments: ports });
  };
  const path = `${bin}${delimiter}${process.env.PATH}`;
  const environment = (env: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
    HOME: folder,
    ...env,
    PATH: path,
  });
  const run = ({ command, arguments: words, env }: LocalContainer): Promise<CommandResult> =>
    runCommand(command, words, { env: environment(env), cwd: folder, timeoutMs: 5 * 60_000 });
  const expectSuccess = (result: CommandResult): void => {
    expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
  };

  /** A URL that leads to the server under another host. */
  const urlFor = async (name: string): Promise<string> => {
    const gateway = await startGateway(port, name);
    gateways.push(gateway);
    return urlOf(gateway);
  };
  const stored = async (): Promise<string> => (await fetch(`${moto.url}/${bucket}?list-type=2`)).text();

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    port = await freePort();
    [postgres, moto] = await Promise.all([startPostgresServer({ tls: true }), startMotoServer({ dir: folder })]);
    await postgres.createDatabase('mlflow');
  });
  afterAll(async () => {
    for (const gateway of gateways) {
      gateway.closeAllConnections();
      gateway.close();
    }
    await server?.stop();
    await Promise.all([moto?.stop(), postgres?.stop()]);
  });

  it('prepares an empty database by the migration job', async () => {
    expectSuccess(await run(local(migration)));
    expect(await postgres.query("select count(*) > 20 from pg_tables where schemaname = 'public'", 'mlflow')).toBe('t');
  });

  it('changes nothing when the migration job runs again', async () => {
    expectSuccess(await run(local(migration)));
  });

  it('starts with the rendered command, arguments and environment', async () => {
    const { command, arguments: words, env } = local(deployment);
    bucket = /s3:\/\/([^/\s"]+)/.exec(words.join(' ') + Object.values(env).join(' '))?.[1] ?? '';
    expect((await fetch(`${moto.url}/${bucket}`, { method: 'PUT' })).status).toBe(200);
    const probe = container.startupProbe?.httpGet?.path ?? container.readinessProbe?.httpGet?.path ?? '/';
    server = await startService({
      name: 'mlflow',
      command,
      arguments: words,
      env: environment(env),
      cwd: folder,
      logPath: join(folder, 'mlflow.log'),
      readyTimeoutSeconds: 240,
      ready: async () => (await get(port, probe, podHost)).status === 200,
    });
  });

  const probes = (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).map(
    (name) => [name, container[name]] as const,
  );
  it.each(probes)('answers its %s under the address of the pod', async (_, probe) => {
    const { path: probed = '', httpHeaders = [] } = (probe as Probe).httpGet ?? {};
    const named = httpHeaders.find(({ name }) => name.toLowerCase() === 'host')?.value;
    expect((await get(port, probed, named ?? podHost)).status).toBe(200);
  });

  it('gives metrics to a scrape under the address of the pod', async () => {
    const { status, body } = await get(port, annotations['prometheus.io/path'] ?? '/metrics', podHost);
    expect(status).toBe(200);
    expect(body).toContain('# TYPE ');
  });

  it.each(hostnames)('accepts requests for %s', async (name) => {
    expect((await get(port, '/', name)).status).toBe(200);
    expect((await get(port, '/api/2.0/mlflow/experiments/get?experiment_id=0', name)).status).toBe(200);
  });

  it('refuses requests for a host of somebody else', async () => {
    expect((await get(port, '/api/2.0/mlflow/experiments/get?experiment_id=0', 'attacker.example')).status).toBe(403);
  });

  it('keeps a run and its artifact, which the client never fetches from the bucket itself', async () => {
    const env = { HOME: folder, PATH: path, MLFLOW_TRACKING_URI: await urlFor(host) };
    const result = await runCommand(join(bin, 'python'), ['-c', ROUND_TRIP], { env, cwd: folder, timeoutMs: 180_000 });
    expectSuccess(result);
    expect(result.stdout).toContain('mlflow-artifacts:');
    expect(await stored()).toContain('note.txt');
  });

  it('collects what was deleted long ago by the rendered job', async () => {
    await postgres.query("update runs set deleted_time = 1 where lifecycle_stage = 'deleted'", 'mlflow');
    const uri = specOf(collector)?.containers[0]?.env?.find(({ name }) => name === 'MLFLOW_TRACKING_URI')?.value;
    const inCluster = new URL(uri ?? 'http://no-tracking-uri');
    expectSuccess(await run(local(collector, { MLFLOW_TRACKING_URI: await urlFor(inCluster.host) })));
    expect(await postgres.query('select count(*) from runs', 'mlflow')).toBe('0');
    expect(await stored()).not.toContain('note.txt');
  });

  it('stays up', () => expect(server.isRunning()).toBe(true));
});

/** Logs a run as whom the environment says, and gives the model that it registers an alias, which then moves. */
const PROMOTION = `
import mlflow, sys
from mlflow import MlflowClient
client = MlflowClient()
experiment = mlflow.set_experiment(sys.argv[1])
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.25)
    mlflow.log_text("evenkeel", "model/weights.txt")
client.create_registered_model(sys.argv[1])
for _ in range(2):
    client.create_model_version(sys.argv[1], f"runs:/{run.info.run_id}/model", run.info.run_id)
for version in ("1", "2"):
    client.set_registered_model_alias(sys.argv[1], "champion", version)
    assert client.get_model_version_by_alias(sys.argv[1], "champion").version == version
client.delete_run(run.info.run_id)
print(experiment.experiment_id)
`;

/** A person whom the administrator makes. */
const PEOPLE = `
import mlflow.server, sys
client = mlflow.server.get_app_client("basic-auth", sys.argv[1])
client.create_user("ada", "correct-horse-battery")
`;

proof('MLflow as rendered, asking for users', ['mlflow', 'postgres', 'moto'], () => {
  const rendered = renderLocal({
    services: { tracking: tracking.config.parse({ authentication: 'basic', ownKey: false }) },
  });
  const objects = manifests(rendered);
  const podOf = (kind: string, name: RegExp): PodSpec & { readonly initContainers?: readonly Container[] } => {
    const found = objects.find((manifest) => manifest.kind === kind && name.test(manifest.metadata.name));
    if (!found) throw new Error(`no ${kind} ${name}`);
    return podTemplateOf(found as never)?.spec as unknown as PodSpec;
  };
  const migration = podOf('Job', /^mlflow-migration/);
  const serverPod = podOf('Deployment', /^mlflow$/);
  const collector = podOf('CronJob', /^mlflow-garbage-collection$/);
  const passwords: Readonly<Record<string, string>> = {
    'tracking-admin-password': 'Admin0Admin1Admin2Admin3Admin4Ad',
    'tracking-session-secret': 'Session0Session1Session2Session3Session4Session5',
    'tracking-passphrase': 'Proof0Proof1Proof2Proof3Proof4Proof5Proof6Proof7',
  };
  const route = objects.find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.namespace === 'tracking');
  const [publicHost = ''] = (route?.spec as { hostnames: readonly string[] } | undefined)?.hostnames ?? [];
  const clusterHost = 'mlflow.tracking.svc:5000';
  const podHost = '10.1.2.3:5000';

  const folder = join(session().folder, 'mlflow-users');
  const bin = dirname(toolPath('mlflow') ?? '');
  const path = `${bin}${delimiter}${process.env.PATH}`;
  let postgres: PostgresServer;
  let moto: MotoServer;
  let server: ServiceProcess;
  let port: number;
  const gateways: Server[] = [];

  const secret = databaseSecret(
    () => postgres,
    'users',
    (name, key) => (key === 'value' ? (passwords[name] ?? 'bucket-key') : undefined),
  );
  const local = (part: string, spec: PodSpec, env: Readonly<Record<string, string>> = {}): LocalContainer =>
    localContainer(spec, {
      folder: join(folder, part),
      secret,
      files: ({ configMap }) => {
        const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap);
        return (found as unknown as { data: Record<string, string> } | undefined)?.data ?? {};
      },
      env: { AWS_ENDPOINT_URL_S3: moto.url, MLFLOW_S3_ENDPOINT_URL: moto.url, ...env },
      arguments: { '5000': String(port) },
    });
  const run = ({ command, arguments: words, env }: LocalContainer): Promise<CommandResult> =>
    runCommand(command, words, { env: { HOME: folder, ...env, PATH: path }, cwd: folder, timeoutMs: 5 * 60_000 });
  const expectSuccess = (result: CommandResult): void => {
    expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
  };
  const urlFor = async (host: string): Promise<string> => {
    const gateway = await startGateway(port, host);
    gateways.push(gateway);
    return urlOf(gateway);
  };
  const client = async (script: string, words: readonly string[], host: string, user?: readonly [string, string]) =>
    runCommand(join(bin, 'python'), ['-c', script, ...words], {
      env: {
        HOME: folder,
        PATH: path,
        MLFLOW_TRACKING_URI: await urlFor(host),
        MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
        ...(user ? { MLFLOW_TRACKING_USERNAME: user[0], MLFLOW_TRACKING_PASSWORD: user[1] } : {}),
      },
      cwd: folder,
      timeoutMs: 180_000,
    });
  const ada = ['ada', 'correct-horse-battery'] as const;
  const administrator = ['admin', passwords['tracking-admin-password'] ?? ''] as const;
  const asks = '/api/2.0/mlflow/experiments/get?experiment_id=0';

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    port = await freePort();
    [postgres, moto] = await Promise.all([startPostgresServer({ tls: true }), startMotoServer({ dir: folder })]);
    await postgres.createDatabase('users');
    const [uri = ''] = /s3:\/\/[^\s",]+/.exec(JSON.stringify(serverPod)) ?? [];
    await fetch(`${moto.url}/${uri.split('/')[2]}`, { method: 'PUT' });
  });
  afterAll(async () => {
    for (const gateway of gateways) {
      gateway.closeAllConnections();
      gateway.close();
    }
    await server?.stop();
    await Promise.all([moto?.stop(), postgres?.stop()]);
  });

  it('keeps the password of the database out of every ConfigMap', () => {
    const maps = JSON.stringify(objects.filter(({ kind }) => kind === 'ConfigMap'));
    expect(maps).toContain('database_uri = postgresql+psycopg2://\\n');
  });

  it('makes both schemas and the two users by the migration job, and nothing more the second time', async () => {
    for (const expected of ['is new', 'is there']) {
      expectSuccess(await run(local('schema', { ...migration, containers: migration.initContainers ?? [] })));
      const result = await run(local('users', migration));
      expectSuccess(result);
      expect(result.stdout.split('\n').filter((line) => line.endsWith(expected))).toHaveLength(2);
    }
    expect(await postgres.query('select username, is_admin from users order by 1', 'users')).toMatch(
      /admin.t\s+in-cluster.f/,
    );
  });

  it('starts with the rendered command, and answers its probe without a user', async () => {
    const { command, arguments: words, env } = local('server', serverPod);
    const probe = serverPod.containers[0]?.readinessProbe?.httpGet?.path ?? '/none';
    server = await startService({
      name: 'mlflow-users',
      command,
      arguments: words,
      env: { HOME: folder, ...env, PATH: path },
      cwd: folder,
      logPath: join(folder, 'mlflow.log'),
      readyTimeoutSeconds: 240,
      ready: async () => (await get(port, probe, podHost)).status === 200,
    });
  });

  it('refuses who comes through the gateway without a password, or with a wrong one', async () => {
    expect((await get(port, asks, publicHost)).status).toBe(401);
    expect((await get(port, '/metrics', publicHost)).status).toBe(401);
    expect((await client(PROMOTION, ['guessed'], publicHost, ['admin', 'password1234'])).exitCode).not.toBe(0);
  });

  it('gives the metrics, and nothing else, to a scrape under the address of the pod', async () => {
    const scraped = await get(port, '/metrics', podHost);
    expect([scraped.status, scraped.body.includes('# TYPE ')]).toEqual([200, true]);
    expect((await get(port, asks, podHost)).status).toBe(401);
  });

  it('lets a user whom the administrator made log a run, and promote a model by moving its alias', async () => {
    expectSuccess(await client(PEOPLE, [await urlFor(publicHost)], publicHost, administrator));
    expectSuccess(await client(PROMOTION, ['people'], publicHost, ada));
  });

  it('lets a pod of the cluster log its own runs, read those of others and change none of them', async () => {
    expectSuccess(await client(PROMOTION, ['pods'], clusterHost));
    const read = 'import mlflow; assert mlflow.get_experiment_by_name("people") is not None';
    expectSuccess(await client(read, [], clusterHost));
    const change = 'import mlflow; mlflow.MlflowClient().set_registered_model_alias("people", "champion", "1")';
    const changed = await client(change, [], clusterHost);
    expect([changed.exitCode === 0, changed.stderr.includes('403')]).toEqual([false, true]);
  });

  it('collects what anybody deleted, as the administrator', async () => {
    await postgres.query("update runs set deleted_time = 1 where lifecycle_stage = 'deleted'", 'users');
    expectSuccess(await run(local('collector', collector, { MLFLOW_TRACKING_URI: await urlFor(clusterHost) })));
    expect(await postgres.query('select count(*) from runs', 'users')).toBe('0');
  });

  it('stays up', () => expect(server.isRunning()).toBe(true));
});
