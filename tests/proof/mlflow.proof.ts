import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { delimiter, dirname, join } from 'node:path';
import type { Manifest } from '../../policies/site-output';
import { type Container, type LocalContainer, localContainer, type PodSpec, type Probe } from './local-container';
import { podTemplateOf } from './pod-templates';
import { renderedSites } from './rendered-sites';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { freePort, type ServiceProcess, startService } from './tools/service-process';

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

  const secret = (_name: string, key: string): string => {
    const database: Readonly<Record<string, string>> = {
      host: postgres.host,
      port: String(postgres.port),
      username: postgres.user,
      password: postgres.password,
      dbname: 'mlflow',
      value: 'Proof0Proof1Proof2Proof3Proof4Proof5Proof6Proof7',
    };
    const value = database[key];
    if (value === undefined) throw new Error(`no test value for the key ${key} of a Secret`);
    return value;
  };

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
