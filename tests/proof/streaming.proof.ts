import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RenderedObject } from '../../charts';
import { databases, processing, streaming } from '../../services';
import { mirrorUser } from '../../services/mirroring';
import { manifests, renderLocal, renderManaged, specOf, the } from '../charts/site-rendering';
import { localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { MirrorOfSite, type RenderedMirror, startConnectWorker, startRenderedKafka } from './rendered-kafka';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import type { KafkaServer, Properties } from './tools/kafka-server';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import type { ServiceProcess } from './tools/service-process';

const PASSWORDS = { streaming: 'Proof0Streaming', processing: 'Proof0Processing', [mirrorUser]: 'Proof0Mirror' };

interface Topic {
  readonly topicName: string;
  readonly partitions: number;
  readonly config: Properties;
}
interface User {
  readonly authorization: {
    readonly acls: readonly {
      readonly resource: { readonly type: string; readonly name: string; readonly patternType: string };
      readonly operations: readonly string[];
    }[];
  };
}
type Texts = Readonly<Record<string, string>>;

/** Repeats until it gives something; fails with what it saw last. */
async function eventually<T>(what: string, attempt: () => Promise<T | undefined>, seconds = 90): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await pause(1000);
  }
}

/** Shows the counters of a Java program to this machine. */
const openCounters = (port: number): string[] =>
  [`port=${port}`, 'host=127.0.0.1', 'authenticate=false', 'ssl=false'].map(
    (setting) => `-Dcom.sun.management.jmxremote.${setting}`,
  );

proof('Kafka, captures and mirroring as rendered', ['java', 'kafka', 'postgres'], () => {
  const java = toolPath('java') ?? '';
  const archives = toolPath('kafka') ?? '';
  const folder = join(session().folder, 'streaming');
  const place = { java, archives, folder };
  const services = (capturePort: number) => ({
    streaming: streaming.config.parse({
      brokers: 1,
      highlyAvailable: false,
      schemaRegistry: { enabled: false },
      topics: [
        { name: 'events', partitions: 3, retentionHours: 48 },
        { name: 'salaries', partitions: 1, compacted: true },
      ],
      connect: { enabled: true },
      captures: [
        {
          name: 'users',
          database: 'postgres',
          port: capturePort,
          networks: ['127.0.0.0/8'],
          tables: ['public.users'],
          topicPrefix: 'crm',
        },
        { name: 'orders', database: 'postgres', from: 'shop', tables: ['public.orders'], topicPrefix: 'shop' },
      ],
      mirror: { from: { bootstrap: ['kafka.primary.example.com:9094'], networks: ['127.0.0.0/8'] } },
    }),
    databases: databases.config.parse({ postgres: { shop: { capture: true } } }),
    processing: processing.config.parse({
      streams: {
        clicks: {
          jar: '/clicks.jar',
          entryClass: 'Clicks',
          reads: [{ name: 'events' }],
          writes: [{ name: 'sessions' }],
        },
      },
    }),
  });

  let postgres: PostgresServer;
  /** Port at which the worker that mirrors shows its counters. */
  let counters: number;
  let primarySite: readonly RenderedObject[];
  let standbySite: readonly RenderedObject[];
  let primary: KafkaServer;
  let standby: KafkaServer;
  const running: ServiceProcess[] = [];

  const startSite = async (name: string, site: readonly RenderedObject[]): Promise<KafkaServer> => {
    const server = await startRenderedKafka(place, name, site, PASSWORDS);
    running.push(server.process);
    return server;
  };

  const command = (server: KafkaServer, user: string): string[] => [
    '--bootstrap-server',
    server.bootstrap,
    '--command-config',
    server.clientFile(user),
  ];
  const succeeded = (result: CommandResult): string => {
    expect(result.exitCode === 0 ? '' : lastWords(result, 20)).toBe('');
    return result.stdout;
  };

  const write = async (server: KafkaServer, user: string, topic: string, records: readonly string[]) =>
    server.tool(
      'org.apache.kafka.tools.ConsoleProducer',
      [...command(server, user), '--topic', topic, '--sync'],
      `${records.join('\n')}\n`,
    );
  const read = async (server: KafkaServer, user: string, topic: string, group: string, records: number) => {
    const { stdout, stderr } = await server.tool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
      ...command(server, user),
      ...['--topic', topic, '--group', group, '--from-beginning', '--timeout-ms', '12000'],
      ...['--max-messages', String(records)],
    ]);
    return { records: stdout.split('\n').filter((line) => line !== ''), words: stdout + stderr };
  };

  /** Makes topics and grants rights as Strimzi's operators do from the same objects. */
  const applyTopicsAndRights = async (server: KafkaServer, site: readonly RenderedObject[]): Promise<void> => {
    for (const { spec } of manifests([...site]).filter(({ kind }) => kind === 'KafkaTopic')) {
      const { topicName, partitions, config } = spec as unknown as Topic;
      const settings = Object.entries(config).flatMap(([name, value]) => ['--config', `${name}=${value}`]);
      const words = ['--create', '--topic', topicName, '--partitions', String(partitions), ...settings];
      succeeded(await server.tool('org.apache.kafka.tools.TopicCommand', [...command(server, 'streaming'), ...words]));
    }
    for (const { metadata, spec } of manifests([...site]).filter(({ kind }) => kind === 'KafkaUser')) {
      const { authorization } = spec as unknown as Partial<User>;
      for (const { resource, operations } of authorization?.acls ?? []) {
        const kind = resource.type === 'transactionalId' ? 'transactional-id' : resource.type;
        const pattern = resource.patternType === 'prefix' ? 'prefixed' : 'literal';
        const words = [
          ...['--add', '--allow-principal', `User:${metadata.name}`, `--${kind}`, resource.name],
          ...['--resource-pattern-type', pattern, ...operations.flatMap((operation) => ['--operation', operation])],
        ];
        succeeded(await server.tool('org.apache.kafka.tools.AclCommand', [...command(server, 'streaming'), ...words]));
      }
    }
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    postgres = await startPostgresServer({ tls: true, settings: { wal_level: 'logical' } });
    primarySite = renderLocal({ role: 'primary', services: services(postgres.port) });
    standbySite = renderLocal({ role: 'standby', services: services(postgres.port) });
    [primary, standby] = await Promise.all([startSite('primary', primarySite), startSite('standby', standbySite)]);
  });
  afterAll(async () => {
    await Promise.all(running.map((service) => service.stop()));
    await postgres?.stop();
  });

  it('has the topics and rights of the rendered objects', async () => {
    await Promise.all([applyTopicsAndRights(primary, primarySite), applyTopicsAndRights(standby, standbySite)]);
    const words = [...command(primary, 'streaming'), '--describe'];
    const told = succeeded(await primary.tool('org.apache.kafka.tools.TopicCommand', words));
    expect(told).toMatch(/Topic: events\b.*PartitionCount: 3\b.*retention\.ms=172800000/);
    expect(told).toMatch(/Topic: salaries\b.*cleanup\.policy=compact/);
  });

  it('lets a service read its topic in its own groups, and nothing else', async () => {
    const records = Array.from({ length: 20 }, (_, index) => `click-${index}`);
    succeeded(await write(primary, 'streaming', 'events', records));
    const [own, other, foreign] = await Promise.all([
      read(primary, 'processing', 'events', 'processing.clicks', 20),
      read(primary, 'processing', 'salaries', 'processing.clicks-2', 1),
      read(primary, 'processing', 'events', 'accounting.clicks', 1),
    ]);
    expect([...own.records].sort()).toEqual([...records].sort());
    expect(other.records).toEqual([]);
    expect(other.words).toContain('TopicAuthorizationException');
    expect(foreign.records).toEqual([]);
    expect(foreign.words).toContain('GroupAuthorizationException');
    succeeded(await write(primary, 'processing', 'sessions', ['session-1']));
    expect((await write(primary, 'processing', 'events', ['forged'])).stderr).toMatch(/TopicAuthorizationException/);
  });

  /** Runs the rendered job that lets a user follow changes, as the owner of the database. */
  const grant = async (site: readonly RenderedObject[], owner: Texts, follower: Texts) => {
    const name = 'databases-postgres-shop-grants';
    const scripts = the(site, 'ConfigMap', name) as unknown as { readonly data: Texts };
    const job = localContainer(podTemplateOf(the(site, 'CronJob', name))?.spec as unknown as PodSpec, {
      folder: join(folder, `grants-${owner.username}`),
      secret: (secretName, key) => (secretName.endsWith('-capture') ? follower : owner)[key] ?? '',
      files: ({ configMap }) => (configMap === name ? scripts.data : {}),
      // The server shows a certificate of its own.
      env: { PGSSLROOTCERT: postgres.certificatePath ?? '' },
    });
    const PATH = `${dirname(realpathSync(toolPath('postgres') ?? ''))}:${process.env.PATH}`;
    return runCommand(job.command, job.arguments, { env: { ...process.env, ...job.env, PATH }, timeoutMs: 60_000 });
  };

  /** What a user may do with a table, as the server answers. */
  const answer = async (user: Texts, sql: string): Promise<string> => {
    const env = {
      ...process.env,
      PGUSER: user.username,
      PGPASSWORD: user.password,
      PGDATABASE: user.dbname,
      PGSSLMODE: 'require',
    };
    const words = ['-XqAt', '-h', postgres.host, '-p', String(postgres.port), '-c', sql];
    const psql = join(dirname(realpathSync(toolPath('postgres') ?? '')), 'psql');
    const { stdout, stderr } = await runCommand(psql, words, { env });
    return (stdout + stderr).trim();
  };

  const address = (dbname: string) => ({ host: postgres.host, port: String(postgres.port), dbname });
  const shop = () => ({ ...address('shop'), username: 'shop', password: 'Proof0Shop' });
  const shopCapture = () => ({ ...address('shop'), username: 'shop_capture', password: 'Proof0Capture' });

  it('lets the user that follows changes read and replicate what is captured, and nothing else', async () => {
    const [role, ...others] = specOf<{
      readonly managed: {
        readonly roles: readonly { readonly name: string; readonly login: boolean; readonly replication: boolean }[];
      };
    }>(the(primarySite, 'Cluster', 'databases-postgres-shop')).managed.roles;
    expect([role?.name, others]).toEqual([shopCapture().username, []]);
    // The operator makes exactly what the object says, and an owner without further rights.
    await postgres.query(`create role shop login password '${shop().password}'`);
    await postgres.query('create database shop owner shop');
    await postgres.query(
      `create role ${role?.name} ${role?.login ? 'login' : 'nologin'} ${role?.replication ? 'replication' : 'noreplication'} password '${shopCapture().password}'`,
    );
    const early = await grant(primarySite, shop(), shopCapture());
    expect([early.exitCode === 0, early.stderr]).toEqual([
      false,
      expect.stringContaining('"public.orders" does not exist'),
    ]);
    await answer(shop(), 'create table orders (id int primary key, state text); create table salaries (id int)');
    await answer(shop(), "insert into orders values (1, 'new'); grant select on salaries to shop_capture");
    for (let run = 0; run < 2; run += 1) succeeded(await grant(primarySite, shop(), shopCapture()));
    expect(await answer(shopCapture(), 'select state from orders')).toBe('new');
    expect(await answer(shopCapture(), 'select * from salaries')).toContain('permission denied for table salaries');
    expect(await answer(shopCapture(), 'delete from orders')).toContain('permission denied for table orders');
    expect(await answer(shopCapture(), 'create table public.own (id int)')).toContain('permission denied');
    expect(await answer(shop(), 'select pubname, tablename from pg_publication_tables')).toBe('evenkeel_shop|orders');
  });

  it('makes that user with a hashed password where the server belongs to a cloud', async () => {
    const managedSite = renderManaged({ services: services(postgres.port) });
    const owner = { ...address('cloud'), username: postgres.user, password: postgres.password };
    const follower = { ...address('cloud'), username: 'shop_capture', password: 'Proof0Cloud' };
    await postgres.createDatabase('cloud');
    await postgres.query('create table orders (id int primary key)', 'cloud');
    await postgres.query('alter role shop_capture rename to shop_capture_inside');
    for (let run = 0; run < 2; run += 1) succeeded(await grant(managedSite, owner, follower));
    expect(await answer(follower, 'select count(*) from orders')).toBe('0');
    const told = await postgres.query(
      "select rolcanlogin, rolreplication, rolsuper, rolcreaterole, rolpassword like 'SCRAM-SHA-256$%' from pg_authid where rolname = 'shop_capture'",
    );
    expect(told).toBe('t|t|f|f|t');
    await postgres.query('drop owned by shop_capture; drop publication evenkeel_shop', 'cloud');
    await postgres.query('drop role shop_capture; alter role shop_capture_inside rename to shop_capture');
  });

  it('turns changes of a table into records by the rendered worker, connector and job', async () => {
    await postgres.createDatabase('crm');
    await postgres.query(
      "create table users (id int primary key, name text); insert into users values (1, 'Ada')",
      'crm',
    );
    const given: Readonly<Record<string, string>> = {
      ...Object.fromEntries(
        Object.entries(shopCapture()).map(([key, value]) => [`streaming-capture-orders/${key}`, value]),
      ),
      'streaming-capture-users/host': postgres.host,
      'streaming-capture-users/username': postgres.user,
      'streaming-capture-users/password': postgres.password,
      'streaming-capture-users/dbname': 'crm',
      'streaming-kafka/username': 'streaming',
      'streaming-kafka/password': PASSWORDS.streaming,
    };
    const secret = (name: string, key: string): string => {
      const value = given[`${name}/${key}`];
      if (value === undefined) throw new Error(`no test value for ${name}/${key}`);
      return value;
    };
    const specFor = (kind: string, name: string) =>
      podTemplateOf(the(primarySite, kind, name))?.spec as unknown as PodSpec;
    const spec = specFor('Deployment', 'kafka-connect');
    const { env } = localContainer(
      { ...spec, containers: spec.containers.map((container) => ({ command: ['/entrypoint'], ...container })) },
      { folder: join(folder, 'connect'), secret },
    );
    // What the entry point of Debezium's image makes of its environment.
    const named = Object.entries(env).flatMap(([name, value]) => {
      const short =
        ['BOOTSTRAP_SERVERS', 'GROUP_ID'].includes(name) || /^(CONFIG|OFFSET|STATUS)_STORAGE_TOPIC$/.test(name);
      const property = short ? name : /^CONNECT_(.+)$/.exec(name)?.[1];
      return property ? [[property.toLowerCase().replaceAll('_', '.'), value] as const] : [];
    });
    const rendered = Object.fromEntries(named.filter(([name]) => !name.includes('ssl.truststore')));
    expect(rendered).toMatchObject({
      'security.protocol': 'SASL_SSL',
      'bootstrap.servers': expect.stringContaining(':'),
    });
    const withoutTls = Object.fromEntries(
      Object.entries(rendered).map(([name, value]) => [name, value === 'SASL_SSL' ? 'SASL_PLAINTEXT' : value]),
    );
    const converters = {
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    };
    const worker = { ...converters, ...withoutTls, 'bootstrap.servers': primary.bootstrap };
    const { url, process: connect } = await startConnectWorker(place, 'capture', worker, {
      env: { ...process.env, ...env },
    });
    running.push(connect);
    const captures = the(primarySite, 'ConfigMap', 'kafka-connect-captures') as unknown as {
      readonly data: Readonly<Record<string, string>>;
    };
    const job = localContainer(specFor('CronJob', 'kafka-connect-captures'), {
      folder: join(folder, 'captures'),
      secret,
      files: ({ configMap }) => (configMap === 'kafka-connect-captures' ? captures.data : {}),
      env: { CONNECT: url },
    });
    succeeded(
      await runCommand(job.command, job.arguments, { env: { ...process.env, ...job.env }, timeoutMs: 120_000 }),
    );
    await postgres.query("update users set name = 'Grace' where id = 1; delete from users where id = 1", 'crm');
    const { records, words } = await read(primary, 'streaming', 'crm.public.users', 'streaming.proof', 4);
    const changes = records
      .filter((record) => record !== 'null')
      .map((record) => JSON.parse(record) as { op: string; after?: { name: string } });
    expect([words.includes('Exception'), changes.map(({ op, after }) => [op, after?.name])]).toEqual([
      false,
      [
        ['r', 'Ada'],
        ['u', 'Grace'],
        ['d', undefined],
      ],
    ]);
    await answer(shop(), "update orders set state = 'paid'; insert into salaries values (1)");
    const own = await read(primary, 'streaming', 'shop.public.orders', 'streaming.proof-own', 2);
    const states = own.records.map((record) => (JSON.parse(record) as { after: { state: string } }).after.state);
    expect(states).toEqual(['new', 'paid']);
    const slot = "select slot_name, plugin, active from pg_replication_slots where database = 'shop'";
    expect(await postgres.query(slot)).toBe('evenkeel_shop|pgoutput|t');
  });

  it('copies records and offsets of groups to the standby site under their own names', async () => {
    const spec = specOf<RenderedMirror>(the(standbySite, 'KafkaMirrorMaker2', 'kafka-mirror'));
    counters = await freePort();
    const mirror = await MirrorOfSite.start(place, spec, { primary, standby }, openCounters(counters));
    running.push(mirror.worker.process);
    const groupWords = [...command(standby, 'streaming'), '--describe', '--group', 'processing.clicks'];
    const synced = await eventually('offsets of the group', async () => {
      await mirror.assertRuns();
      const { stdout } = await standby.tool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', groupWords);
      const rows = stdout.split('\n').flatMap((line) => {
        const [group, topic, , offset] = line.split(/\s+/);
        return group === 'processing.clicks' && topic === 'events' ? [Number(offset)] : [];
      });
      return rows.length > 0 && rows.some((offset) => offset > 0) ? rows : undefined;
    });
    const committed = synced.reduce((sum, offset) => sum + offset, 0);
    expect(committed).toBeLessThanOrEqual(20);
    succeeded(await write(primary, 'streaming', 'events', ['click-new']));
    const { records } = await read(standby, 'processing', 'events', 'processing.clicks', 21 - committed);
    expect(records).toContain('click-new');
    expect(records).toHaveLength(21 - committed);
    const all = await read(standby, 'streaming', 'events', 'streaming.all', 21);
    expect(new Set(all.records).size).toBe(21);
    const topics = succeeded(
      await standby.tool('org.apache.kafka.tools.TopicCommand', [...command(standby, 'streaming'), '--list']),
    ).split('\n');
    expect(topics).toEqual(expect.arrayContaining(['events', 'salaries', 'crm.public.users']));
    expect(topics.filter((topic) => /^kafka-connect|^primary\.(?!checkpoints\.internal$)/.test(topic))).toEqual([]);
  });

  it('shows the counters that the rendered rules turn into metrics', async () => {
    const { data = {} } = the(standbySite, 'ConfigMap', 'kafka-mirror-metrics') as unknown as {
      readonly data?: Readonly<Record<string, string>>;
    };
    const { rules } = JSON.parse(Object.values(data)[0] ?? '') as {
      readonly rules: readonly { readonly pattern: string; readonly name: string }[];
    };
    const address = `service:jmx:rmi:///jndi/rmi://127.0.0.1:${counters}/jmxrmi`;
    const words = ['--jmx-url', address, '--one-time', '--report-format', 'properties'];
    const told = succeeded(await standby.tool('org.apache.kafka.tools.JmxTool', words));
    // `kafka.connect:type=a,connector=b:count=1` as the exporter's rules read it.
    const shown = told.split('\n').flatMap((line) => {
      const [, domain = '', keys = '', attribute = ''] = /^([^:]+):(.+):([^:=]+)=/.exec(line) ?? [];
      return domain === '' ? [] : [`${domain}<${keys.replaceAll(',', ', ')}><>${attribute}`];
    });
    expect(rules.length).toBeGreaterThan(0);
    const silent = rules.filter(({ pattern }) => !shown.some((line) => new RegExp(`^${pattern}`).test(line)));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
