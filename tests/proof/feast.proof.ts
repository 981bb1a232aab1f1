import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Manifest } from '../../charts';
import { type components, configMapName, podsOf, ports } from '../../charts/feature-store/feast';
import { featureStoreSignals } from '../../charts/feature-store/signals';
import { featureStore } from '../../services';
import { manifests, renderLocal, the } from '../charts/site-rendering';
import { localSite } from '../fixtures/sites';
import { type Container, type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { type ServiceProcess, startService } from './tools/service-process';

/** One entity with two features, read from a table of the history database, and a source that streams push to. */
const DEFINITIONS = `
from datetime import timedelta
from feast import Entity, FeatureView, Field, PushSource
from feast.infra.offline_stores.contrib.postgres_offline_store.postgres_source import PostgreSQLSource
from feast.types import Float32, Int64
from feast.value_type import ValueType

customer = Entity(name="customer", join_keys=["customer_id"], value_type=ValueType.INT64)
history = PostgreSQLSource(name="orders", table="orders", timestamp_field="event_timestamp")
pushed = PushSource(name="orders_push", batch_source=history)
orders = FeatureView(
    name="orders",
    entities=[customer],
    ttl=timedelta(days=1),
    schema=[Field(name="count", dtype=Int64), Field(name="value", dtype=Float32)],
    online=True,
    source=pushed,
)
`;

const PASSWORD = 'Proof0Proof1Proof2Proof3';

interface Features {
  readonly metadata: { readonly feature_names: readonly string[] };
  readonly results: readonly { readonly values: readonly unknown[] }[];
}

proof('Feast as rendered', ['feast', 'redis', 'postgres'], () => {
  const rendered = renderLocal({ services: { featureStore: featureStore.config.parse({}) } });
  const specOf = (manifest: Manifest): PodSpec => podTemplateOf(manifest as never)?.spec as unknown as PodSpec;
  const partOf = (kind: string, component: keyof typeof components, from = rendered): PodSpec => {
    const label = podsOf(component)['app.kubernetes.io/component'];
    const found = manifests(from).find(
      (object) =>
        object.kind === kind &&
        object.metadata.namespace === featureStore.namespace &&
        (object.metadata as { labels?: Record<string, string> }).labels?.['app.kubernetes.io/component'] === label,
    );
    if (!found) throw new Error(`no ${kind} of the part ${component}`);
    return specOf(found);
  };
  const server = partOf('Deployment', 'server');
  const ui = partOf('Deployment', 'ui');
  const schema = partOf('Job', 'schema');
  const materialization = partOf('CronJob', 'materialization');
  const probesOf = (spec: PodSpec) => spec.containers[0] as Container;
  const file = (the(rendered, 'ConfigMap', configMapName) as unknown as { data: Record<string, string> }).data;

  /** The same on a site whose managed cache asks for no password. */
  const open = renderLocal({
    services: { featureStore: featureStore.config.parse({}) },
    providers: { ...localSite().providers, cache: 'managed' },
  });
  const openFile = (the(open, 'ConfigMap', configMapName) as unknown as { data: Record<string, string> }).data;
  const openSchema = partOf('Job', 'schema', open);

  const folder = join(session().folder, 'feast');
  const repository = join(folder, 'definitions');
  const bin = dirname(toolPath('feast') ?? '');
  const path = `${bin}${delimiter}${process.env.PATH}`;
  let postgres: PostgresServer;
  const stores: ServiceProcess[] = [];
  let redisPort: number;
  let openPort: number;
  let httpPort: number;
  let uiPort: number;
  const running: ServiceProcess[] = [];

  const secret = (name: string, key: string, isOpen = false): string => {
    const database: Readonly<Record<string, string>> = {
      host: postgres.host,
      port: String(postgres.port),
      username: postgres.user,
      password: postgres.password,
      dbname: name.includes('history') ? 'features' : 'feast',
      value: PASSWORD,
    };
    const online: Readonly<Record<string, string>> = {
      host: '127.0.0.1',
      port: String(isOpen ? openPort : redisPort),
      ...(isOpen ? {} : { username: 'default', password: PASSWORD }),
    };
    const value = (name.includes('online') ? online : database)[key];
    if (value === undefined) throw new Error(`no test value for the key ${key} of the Secret ${name}`);
    return value;
  };

  /** A rendered pod as a process of this machine; the file leads to the authority of the test. */
  const local = (name: string, spec: PodSpec): LocalContainer => {
    const configuration = Object.fromEntries(
      Object.entries(name.startsWith('open') ? openFile : file).map(([key, text]) => [
        key,
        text.replace('/etc/feast-online/ca.crt', join(folder, 'ca.crt')),
      ]),
    );
    return localContainer(spec, {
      folder: join(folder, name),
      secret: (of, key) => secret(of, key, name.startsWith('open')),
      files: ({ configMap }) => (configMap === configMapName ? configuration : {}),
      arguments: { [String(ports.http)]: String(httpPort), [String(ports.ui)]: String(uiPort) },
    });
  };
  const environment = (env: Readonly<Record<string, string>>, name: string): NodeJS.ProcessEnv => {
    const home = join(folder, `${name}-home`);
    mkdirSync(home, { recursive: true });
    return { ...env, HOME: home, PATH: path };
  };
  const run = (name: string, spec: PodSpec, extra: readonly string[] = []): Promise<CommandResult> => {
    const { command, arguments: words, env } = local(name, spec);
    return runCommand(command, extra.length > 0 ? extra : words, {
      env: environment(env, name),
      cwd: repository,
      timeoutMs: 4 * 60_000,
    });
  };
  const start = async (name: string, spec: PodSpec, port: number): Promise<ServiceProcess> => {
    const { command, arguments: words, env } = local(name, spec);
    const probe = probesOf(spec).startupProbe?.httpGet?.path ?? '/';
    const service = await startService({
      name,
      command,
      arguments: words,
      env: environment(env, name),
      cwd: folder,
      logPath: join(folder, `${name}.log`),
      readyTimeoutSeconds: 180,
      ready: async () => (await fetch(`http://127.0.0.1:${port}${probe}`)).status === 200,
    });
    running.push(service);
    return service;
  };
  const expectSuccess = (result: CommandResult): void => {
    expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
  };
  const post = (route: string, body: unknown): Promise<Response> =>
    fetch(`http://127.0.0.1:${httpPort}${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const read = async (customer: number): Promise<unknown[]> => {
    const response = await post('/get-online-features', {
      features: ['orders:count', 'orders:value'],
      entities: { customer_id: [customer] },
    });
    expect(response.status).toBe(200);
    const { metadata, results } = (await response.json()) as Features;
    // Feast answers features in an order of its own.
    return ['customer_id', 'count', 'value'].map((name) => results[metadata.feature_names.indexOf(name)]?.values[0]);
  };

  beforeAll(async () => {
    mkdirSync(repository, { recursive: true });
    writeFileSync(join(repository, 'definitions.py'), DEFINITIONS);
    [redisPort, openPort, httpPort, uiPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', join(folder, 'tls.key')];
    await runCommand(
      'openssl',
      ['req', '-x509', '-nodes', '-days', '2', ...key, '-out', join(folder, 'ca.crt'), ...subject],
      { cwd: folder },
    );
    const settings = {
      port: '0',
      'tls-cert-file': join(folder, 'ca.crt'),
      'tls-key-file': join(folder, 'tls.key'),
      'tls-ca-cert-file': join(folder, 'ca.crt'),
      'tls-auth-clients': 'no',
      dir: folder,
      save: '',
    };
    const startStore = async (name: string, port: number, more: Readonly<Record<string, string>>): Promise<void> => {
      const given = { ...settings, 'tls-port': String(port), ...more };
      const store = await startService({
        name,
        command: toolPath('redis') ?? 'redis-server',
        arguments: Object.entries(given).flatMap(([setting, value]) => [`--${setting}`, value]),
        logPath: join(folder, `${name}.log`),
        ready: async () =>
          // Any answer will do: it speaks TLS, but not HTTP, and its certificate is its own.
          fetch(`https://127.0.0.1:${port}`).then(
            () => true,
            (error: Error & { cause?: { code?: string } }) => error.cause?.code !== 'ECONNREFUSED',
          ),
      });
      stores.push(store);
    };
    [postgres] = await Promise.all([
      startPostgresServer({ tls: true }),
      startStore('redis', redisPort, { requirepass: PASSWORD }),
      startStore('open-redis', openPort, {}),
    ]);
    await postgres.createDatabase('feast');
    await postgres.createDatabase('features');
    await postgres.query(
      `create table orders (customer_id bigint, event_timestamp timestamptz, count bigint, value real);
       insert into orders values (1, now() - interval '1 hour', 7, 0.5), (2, now() - interval '2 hours', 3, 0.25)`,
      'features',
    );
  });
  afterAll(async () => {
    for (const service of running) await service.stop();
    await Promise.all([...stores.map((store) => store.stop()), postgres?.stop()]);
  });

  it('makes the tables of the registry, and changes nothing the second time', async () => {
    expectSuccess(await run('schema', schema));
    expectSuccess(await run('schema', schema));
    expect(await postgres.query("select count(*) > 5 from pg_tables where schemaname = 'public'", 'feast')).toBe('t');
  });

  it('materialises nothing while nothing is defined', async () => {
    expectSuccess(await run('materialization', materialization));
  });

  it('takes definitions, and materialises their newest values by the rendered job', async () => {
    expectSuccess(await run('definitions', schema, ['apply']));
    expectSuccess(await run('materialization', materialization));
  });

  it('starts with the rendered command, arguments, environment and file', async () => {
    await start('server', server, httpPort);
  });

  it.each(['startupProbe', 'readinessProbe', 'livenessProbe'] as const)('answers its %s', async (name) => {
    const probed = probesOf(server)[name]?.httpGet?.path ?? '';
    expect((await fetch(`http://127.0.0.1:${httpPort}${probed}`)).status).toBe(200);
  });

  it('reads the values of a customer, and nothing for one it does not know', async () => {
    expect(await read(1)).toEqual([1, 7, 0.5]);
    expect(await read(99)).toEqual([99, null, null]);
  });

  it('reads at once what a stream pushes', async () => {
    const response = await post('/push', {
      push_source_name: 'orders_push',
      df: { customer_id: [5], event_timestamp: [new Date().toISOString()], count: [11], value: [1.5] },
      to: 'online',
    });
    expect(response.status).toBe(200);
    expect(await read(5)).toEqual([5, 11, 1.5]);
  });

  it('writes to and reads from a store over TLS that asks for no password', async () => {
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19);
    expectSuccess(await run('open-materialize', openSchema, ['materialize', hoursAgo(24), hoursAgo(0)]));
    const words = ['--entities', 'customer_id=1', '--features', 'orders:count', '--features', 'orders:value'];
    const answer = await run('open-read', openSchema, ['get-online-features', ...words]);
    expectSuccess(answer);
    expect(answer.stdout).toMatch(/\b7\b/);
    expect(answer.stdout).toMatch(/\b0\.5\b/);
  });

  it('exports every metric that rules and panels use', async () => {
    const text = await (await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)).text();
    const missing = featureStoreSignals.metrics.filter((metric) => metric !== 'up' && !text.includes(`${metric}{`));
    expect(missing).toEqual([]);
  });

  it('shows the registry on its page', async () => {
    await start('ui', ui, uiPort);
    expect(await (await fetch(`http://127.0.0.1:${uiPort}/projects-list.json`)).text()).toContain('"feast"');
  });

  it('stays up', () =>
    expect(running.filter((service) => !service.isRunning()).map((service) => service.logTail(40))).toEqual([]));
});
