import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import type { Manifest } from '../../charts';
import { catalog, featureStore, orchestration, streaming, transforms } from '../../services';
import { renderLocal, the } from '../charts/site-rendering';
import { type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { syncedProject } from './synced-project';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { answersOk, type ServiceProcess, startService } from './tools/service-process';

const project: Readonly<Record<string, string>> = {
  'dbt_project.yml':
    'name: shop\nversion: "1.0"\nprofile: whatever\nmodel-paths: [models]\nmodels: { shop: { +materialized: table } }\n',
  'models/schema.yml': `
sources:
  - name: raw
    schema: raw
    tables: [{ name: customers }]
models:
  - name: customers
    columns: [{ name: name, data_tests: [not_null] }]
`,
  'models/customers.sql': "select id, name from {{ source('raw', 'customers') }}",
};

/** A registry like that of the site, in SQL, with a source that only its driver can describe. */
const definitions = `
import os
from datetime import timedelta
from pathlib import Path
from feast import Entity, FeatureStore, FeatureView, Field, ValueType
from feast.infra.offline_stores.contrib.postgres_offline_store.postgres_source import PostgreSQLSource
from feast.types import Int64

customer = Entity(name="customer", join_keys=["customer_id"], value_type=ValueType.INT64)
orders = PostgreSQLSource(name="orders", table="public.orders", timestamp_field="event_timestamp")
view = FeatureView(
    name="customer_orders", entities=[customer], ttl=timedelta(days=1), source=orders,
    schema=[Field(name="count", dtype=Int64)],
)
store = FeatureStore(fs_yaml_file=Path(os.environ["FEAST_FS_YAML_FILE_PATH"]))
for each in (customer, orders, view):
    store.registry.apply_data_source(each, store.project) if each is orders else None
store.registry.apply_entity(customer, store.project)
store.registry.apply_feature_view(view, store.project)
`;

/** As the provider in Airflow does it: the client takes the transport as it stands in the environment. */
const lineageEvent = `
import json, os
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.uuid import generate_new_uuid

client = OpenLineageClient(config={"transport": json.loads(os.environ["AIRFLOW__OPENLINEAGE__TRANSPORT"])})
client.emit(RunEvent(
    eventType=RunState.COMPLETE, eventTime="2026-01-01T00:00:00Z", run=Run(str(generate_new_uuid())),
    job=Job(os.environ["AIRFLOW__OPENLINEAGE__NAMESPACE"], "training.fit"), producer="proof",
    inputs=[InputDataset("postgres://db:5432", "features.public.orders")],
    outputs=[OutputDataset("s3://bucket", "models/churn")],
))
`;

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
}

/** Stands in for the metadata server, which no machine of a test has room for: writes down what it is told. */
class MetadataServer {
  readonly asked: Asked[] = [];
  private server: Server | undefined;
  url = '';
  port = 0;

  private answer(request: IncomingMessage): object | undefined {
    if (request.url?.startsWith('/config'))
      return {
        noCode: 'true',
        versions: { 'acryldata/datahub': { version: 'v1.7.0' } },
        statefulIngestionCapable: true,
      };
    return request.method === 'GET' ? undefined : {};
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        this.asked.push({
          method,
          url,
          authorization: headers.authorization ?? '',
          body: Buffer.concat(parts).toString(),
        });
        const body = this.answer(request);
        response.writeHead(body ? 200 : 404, { 'Content-Type': 'application/json' }).end(JSON.stringify(body ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }
}

proof('Lineage of the catalogue as rendered', ['datahub', 'nginx', 'dbt', 'feast', 'postgres', 'pushgateway'], () => {
  const source = { repository: 'https://git.example.com/shop.git', revision: 'v1' };
  const rendered = renderLocal({
    services: {
      streaming: streaming.config.parse({}),
      catalog: catalog.config.parse({ ownKey: false }),
      orchestration: orchestration.config.parse({ ownKey: false }),
      featureStore: featureStore.config.parse({}),
      transforms: transforms.config.parse({ ownKey: false, projects: { shop: { source } } }),
    },
  });
  const specOf = (kind: string, name: string) =>
    podTemplateOf(the(rendered, kind, name) as never)?.spec as unknown as PodSpec;
  const dataOf = (manifest: Manifest) => (manifest as unknown as { data: Record<string, string> }).data;

  const folder = join(session().folder, 'catalog');
  const gms = new MetadataServer();
  const services: ServiceProcess[] = [];
  const portOf: Record<string, number> = {};
  let postgres: PostgresServer;

  /** Secrets by their names; the copies that callers have hold what the originals do. */
  const secret = (name: string, key: string): string => {
    if (/lineage/.test(name)) return 'Lineage0Key';
    if (/artifacts/.test(name)) return 'Artifacts0Key';
    const database: Readonly<Record<string, string>> = {
      host: postgres.host,
      port: String(postgres.port),
      username: postgres.user,
      password: postgres.password,
      dbname: 'warehouse',
    };
    return database[key] ?? 'System0Secret';
  };
  /** Addresses of the cluster, on this machine. */
  const here = (text: string): string =>
    text
      .replaceAll(/http:\/\/datahub-gms(\.catalog\.svc)?:8080/g, gms.url)
      .replaceAll(
        /http:\/\/datahub-(lineage|artifacts)(\.catalog\.svc)?:\d+/g,
        (_, name) => `http://127.0.0.1:${portOf[name]}`,
      )
      .replaceAll(/http:\/\/(catalog|transform)-metrics\.\w+\.svc:9091/g, `http://127.0.0.1:${portOf.metrics}`);

  const local = (name: string, spec: PodSpec, change: (text: string) => string = (text) => text): LocalContainer => {
    const container = localContainer(spec, {
      folder: join(folder, name),
      secret,
      files: ({ configMap }) => {
        const files = configMap ? dataOf(the(rendered, 'ConfigMap', configMap)) : {};
        return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, change(here(text))]));
      },
    });
    return {
      ...container,
      env: Object.fromEntries(Object.entries(container.env).map(([key, value]) => [key, here(value)])),
    };
  };

  const run = (tool: string, container: Omit<LocalContainer, 'command'> & { command?: string }, cwd = folder) =>
    runCommand(container.command ?? 'python', container.arguments, {
      env: { ...container.env, HOME: folder, PATH: `${dirname(toolPath(tool) ?? '')}${delimiter}${process.env.PATH}` },
      cwd,
      timeoutMs: 300_000,
    });
  const expectSuccess = (result: CommandResult): void => {
    expect(result.exitCode === 0 ? '' : lastWords(result, 40)).toBe('');
  };

  /** nginx with the rendered command and file; its folders and ports are this test's. */
  const startGate = async (name: 'lineage' | 'artifacts', kind: string): Promise<void> => {
    const port = await freePort();
    portOf[name] = port;
    const scratch = join(folder, name, 'tmp');
    mkdirSync(scratch, { recursive: true });
    mkdirSync(join(folder, name, 'artifacts'), { recursive: true });
    const asHere = (text: string) =>
      text
        .replaceAll('/tmp', scratch)
        .replaceAll(/(?<=[ ])\/artifacts/g, join(folder, name, 'artifacts'))
        .replace(/listen \d+/, `listen 127.0.0.1:${port}`)
        // Its workers would be nobody, who may not enter the folder.
        .replace(/^worker_processes/m, process.getuid?.() === 0 ? 'user root;\nworker_processes' : 'worker_processes');
    const container = local(name, specOf(kind, `datahub-${name}`), asHere);
    services.push(
      await startService({
        name,
        command: container.command,
        arguments: container.arguments.map((word) => word.replaceAll(' /tmp/nginx', ` ${scratch}/nginx`)),
        env: { ...container.env, PATH: `${process.env.PATH}${delimiter}/usr/sbin` },
        cwd: folder,
        logPath: join(folder, `${name}.log`),
        ready: () => answersOk(`http://127.0.0.1:${port}/healthz`),
      }),
    );
  };

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    syncedProject(folder, 'shop', project);
    portOf.metrics = await freePort();
    postgres = await startPostgresServer({ tls: true });
    await postgres.createDatabase('warehouse');
    await postgres.query(
      "create schema raw; create table raw.customers as select 1 as id, 'Ada'::text as name",
      'warehouse',
    );
    await gms.start();
    await startGate('lineage', 'Deployment');
    await startGate('artifacts', 'StatefulSet');
    services.push(
      await startService({
        name: 'pushgateway',
        command: toolPath('pushgateway') ?? '',
        arguments: [`--web.listen-address=127.0.0.1:${portOf.metrics}`],
        cwd: folder,
        logPath: join(folder, 'pushgateway.log'),
        ready: () => answersOk(`http://127.0.0.1:${portOf.metrics}/-/ready`),
      }),
    );
  });
  afterAll(async () => {
    await Promise.all(services.map((each) => each.stop()));
    await gms.stop();
    await postgres?.stop();
  });

  const told = (part: string) => gms.asked.filter(({ url }) => url.startsWith(part));

  it('an event of OpenLineage passes the gate with the key, and arrives as from DataHub itself', async () => {
    const scheduler = local('scheduler', specOf('Deployment', 'airflow-scheduler'));
    expectSuccess(await run('datahub', { arguments: ['-c', lineageEvent], env: scheduler.env }));
    const [event] = told('/openapi/openlineage/api/v1/lineage');
    expect(event).toMatchObject({ method: 'POST', authorization: 'Basic __datahub_system:System0Secret' });
    expect(JSON.parse(event?.body ?? '{}')).toMatchObject({
      eventType: 'COMPLETE',
      job: { namespace: 'airflow', name: 'training.fit' },
    });
  });

  it('the gate turns away who has another key, capitals included, and opens nothing else', async () => {
    const ask = async (path: string, key: string, method = 'POST') =>
      (
        await fetch(`http://127.0.0.1:${portOf.lineage}${path}`, {
          method,
          headers: { Authorization: `Bearer ${key}` },
        })
      ).status;
    const path = '/openapi/openlineage/api/v1/lineage';
    const before = gms.asked.length;
    expect(await ask(path, 'lineage0key')).toBe(401);
    expect(await ask(path, '')).toBe(401);
    expect(await ask(path, 'Lineage0Key', 'GET')).toBe(403);
    expect(await ask('/aspects?action=ingestProposal', 'Lineage0Key')).toBe(404);
    expect(await ask(`${path}/../../../v3/entity/corpuser`, 'Lineage0Key')).toBe(404);
    expect(gms.asked.length).toBe(before);
  });

  const ingest = () => {
    const container = local('ingestion', specOf('CronJob', 'datahub-ingestion'), (text) =>
      text
        .replaceAll('/work', join(folder, 'ingestion', 'scratch-work'))
        .replaceAll('/etc/readings', join(folder, 'ingestion', 'config-datahub-ingestion')),
    );
    return run('datahub', { ...container, env: { ...container.env, PYTHONPATH: '' } });
  };

  it('a site on which nothing has been told yet is read without a failure', async () => {
    const result = await ingest();
    expectSuccess(result);
    expect(result.stdout).toContain('dbt-shop: nothing has been told yet');
  });

  it('a run of dbt puts down its artifacts, those of the run and not of the description after it', async () => {
    const container = local('shop', specOf('CronJob', 'dbt-shop'));
    const target = { DBT_TARGET_PATH: join(folder, 'target'), DBT_LOG_PATH: join(folder, 'logs'), PYTHONPATH: '' };
    const result = await run('dbt', { ...container, env: { ...container.env, ...target } });
    expectSuccess(result);
    expect(`${result.stdout}${result.stderr}`).not.toContain('is not told');
    const results = await fetch(`http://127.0.0.1:${portOf.artifacts}/dbt/shop/run_results.json`, {
      headers: { Authorization: 'Bearer Artifacts0Key' },
    });
    expect(((await results.json()) as { args: { which: string } }).args.which).toBe('build');
  });

  it('the registry of Feast is copied as Feast keeps it', async () => {
    const file = join(folder, 'feature_store.yaml');
    const registry = { registry_type: 'sql', path: `sqlite:///${join(folder, 'registry.sqlite')}` };
    writeFileSync(
      file,
      JSON.stringify({
        project: 'feast',
        provider: 'local',
        entity_key_serialization_version: 3,
        registry,
        online_store: { type: 'sqlite', path: join(folder, 'online.db') },
        offline_store: { type: 'file' },
      }),
    );
    const container = local('feast', specOf('CronJob', 'feast-registry-copy'));
    const env = { ...container.env, FEAST_FS_YAML_FILE_PATH: file };
    expectSuccess(await run('feast', { arguments: ['-c', definitions], env }));
    expectSuccess(await run('feast', { ...container, env }));
  });

  it('both are read by DataHub with the rendered recipes, and told as by the catalogue itself', async () => {
    const before = gms.asked.length;
    expectSuccess(await ingest());
    const asked = gms.asked.slice(before);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(
      new Set(['Basic __datahub_system:System0Secret']),
    );
    const everything = asked.map(({ body }) => body).join('\n');
    for (const urn of [
      'urn:li:dataset:(urn:li:dataPlatform:dbt,warehouse.analytics.customers,PROD)',
      'urn:li:dataset:(urn:li:dataPlatform:postgres,warehouse.analytics.customers,PROD)',
      'urn:li:mlFeatureTable:(urn:li:dataPlatform:feast,feast.customer_orders)',
      'urn:li:mlFeature:(feast.customer_orders,count)',
    ])
      expect(everything).toContain(urn);
    expect(everything).toContain('upstreamLineage');
  });

  it('and their times are told to who watches', async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${portOf.metrics}/metrics`)).text();
    const good = metrics.match(/evenkeel_catalog_reading_succeeded\{.*\} 1$/gm) ?? [];
    expect(good.map((line) => /reading="([^"]*)"/.exec(line)?.[1])).toEqual(['dbt-shop', 'feast']);
  });
});
