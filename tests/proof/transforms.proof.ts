import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Manifest } from '../../charts';
import { dataQualitySignals } from '../../charts/data-quality/signals';
import { transformsSignals } from '../../charts/transforms/signals';
import { dataQuality, transforms } from '../../services';
import { renderLocal, the } from '../charts/site-rendering';
import { type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { syncedProject } from './synced-project';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { type ServiceProcess, startService } from './tools/service-process';

/** A project of one source, one model and one test, which fails when a customer has no name. */
const project: Readonly<Record<string, string>> = {
  'dbt_project.yml':
    'name: shop\nversion: "1.0"\nprofile: whatever\nmodel-paths: [models]\nmodels: { shop: { +materialized: table } }\n',
  'models/schema.yml': `
sources:
  - name: raw
    schema: raw
    config:
      loaded_at_field: loaded_at
      freshness: { error_after: { count: 1, period: day } }
    tables: [{ name: customers }]
models:
  - name: customers
    columns: [{ name: name, data_tests: [not_null] }]
`,
  'models/customers.sql': "select id, name from {{ source('raw', 'customers') }}",
};

proof(
  'Runs of dbt and Great Expectations as rendered',
  ['dbt', 'great-expectations', 'pushgateway', 'postgres'],
  () => {
    const source = { repository: 'https://git.example.com/shop.git', revision: 'v1' };
    const expectations = [{ type: 'expect_column_values_to_not_be_null', kwargs: { column: 'name' } }];
    const data = { from: 'files', path: 'customers.csv' };
    const newestRow = { column: 'loaded_at', maxAgeMinutes: 527_040 };
    const rendered = renderLocal({
      services: {
        transforms: transforms.config.parse({ ownKey: false, projects: { shop: { source, sourceFreshness: true } } }),
        dataQuality: dataQuality.config.parse({
          ownKey: false,
          suites: {
            strict: { data, expectations, newestRow },
            lenient: { data, expectations, failureAction: 'report' },
            built: { data: { from: 'transforms', query: 'SELECT * FROM analytics.customers' }, expectations },
            written: { data: { from: 'transforms', query: 'DROP TABLE analytics.customers' }, expectations },
          },
        }),
      },
    });
    const specOf = (kind: string, name: string) =>
      podTemplateOf(the(rendered, kind, name) as never)?.spec as unknown as PodSpec;
    const dataOf = (manifest: Manifest) => (manifest as unknown as { data: Record<string, string> }).data;
    const folder = join(session().folder, 'transforms');
    const services: ServiceProcess[] = [];
    let postgres: PostgresServer;
    const reader = { username: 'warehouse_reader', password: 'Proof0Reader' };
    const readerSecrets = ['transforms-warehouse-reader', 'data-quality-transforms'];
    let metricsPort: number;

    const local = (part: string, spec: PodSpec): LocalContainer =>
      localContainer(spec, {
        folder: join(folder, part),
        secret: (name, key) =>
          ({
            host: postgres.host,
            port: String(postgres.port),
            dbname: 'warehouse',
            ...(readerSecrets.includes(name) ? reader : { username: postgres.user, password: postgres.password }),
          })[key] ?? '',
        files: ({ configMap }) => (configMap ? dataOf(the(rendered, 'ConfigMap', configMap)) : {}),
        // Instead of the packages that the pod fetches: those of the tool.
        env: { PUSHGATEWAY_URL: `http://127.0.0.1:${metricsPort}`, PYTHONPATH: '' },
        arguments: { '--web.listen-address=:9091': `--web.listen-address=127.0.0.1:${metricsPort}` },
      });
    const run = (tool: string, { command, arguments: words, env }: LocalContainer): Promise<CommandResult> =>
      runCommand(command, words, {
        env: {
          ...env,
          HOME: folder,
          DBT_TARGET_PATH: join(folder, 'target'),
          DBT_LOG_PATH: join(folder, 'logs'),
          PATH: `${dirname(toolPath(tool) ?? '')}${delimiter}${process.env.PATH}`,
        },
        cwd: folder,
        timeoutMs: 180_000,
      });
    const dbt = () => run('dbt', local('shop', specOf('CronJob', 'dbt-shop')));
    const quality = (suite: string, rows: string): Promise<CommandResult> => {
      const files = join(folder, suite, 'scratch-data');
      mkdirSync(files, { recursive: true });
      writeFileSync(join(files, 'customers.csv'), rows);
      return run('great-expectations', local(suite, specOf('CronJob', `quality-${suite}`)));
    };
    /** The library has no client of PostgreSQL in the tool's environment; that of dbt has the same one. */
    const psycopg = (): string => {
      const clients = join(folder, 'clients');
      mkdirSync(clients, { recursive: true });
      const library = join(dirname(toolPath('dbt') ?? ''), '..', 'lib');
      for (const python of readdirSync(library)) {
        for (const name of ['psycopg2', 'psycopg2_binary.libs']) {
          rmSync(join(clients, name), { force: true });
          symlinkSync(join(library, python, 'site-packages', name), join(clients, name));
        }
      }
      return clients;
    };
    const expectSuccess = (result: CommandResult): void => {
      expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
    };
    const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const value = async (name: string, labels: string): Promise<number> => {
      const line = (await metrics()).split('\n').find((each) => each.startsWith(`${name}{`) && each.includes(labels));
      return Number(line?.split(' ').at(-1));
    };

    beforeAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      syncedProject(folder, 'shop', project);
      metricsPort = await freePort();
      postgres = await startPostgresServer({ tls: true });
      await postgres.createDatabase('warehouse');
      await postgres.query(
        "create schema raw; create table raw.customers as select 1 as id, 'Ada'::text as name, now() as loaded_at",
        'warehouse',
      );
      const gateway = local('gateway', specOf('Deployment', 'transform-metrics'));
      services.push(
        await startService({
          name: 'pushgateway',
          command: toolPath('pushgateway') ?? gateway.command,
          arguments: gateway.arguments,
          cwd: folder,
          logPath: join(folder, 'pushgateway.log'),
          ready: async () => (await fetch(`http://127.0.0.1:${metricsPort}/-/ready`)).ok,
        }),
      );
    });
    afterAll(async () => {
      await Promise.all(services.map((each) => each.stop()));
      await postgres?.stop();
    });

    it('builds the model of a project in its database over TLS, and tells so', async () => {
      expectSuccess(await dbt());
      expect(await postgres.query('select name from analytics.customers', 'warehouse')).toBe('Ada');
      expect(await value('evenkeel_dbt_run_succeeded', 'project="shop"')).toBe(1);
      expect(await value('evenkeel_dbt_results', 'status="pass"')).toBe(1);
      expect(await value('evenkeel_dbt_source_age_seconds', 'source="raw.customers"')).toBeLessThan(3600);
      const text = await metrics();
      expect(transformsSignals.metrics.filter((name) => !text.includes(`${name}{`))).toEqual([]);
    });

    it('lets the reader see what was built, and nothing be changed', async () => {
      const { managed } = (
        the(rendered, 'Cluster', 'transforms-warehouse') as unknown as {
          readonly spec: { readonly managed: { readonly roles: readonly { readonly name: string }[] } };
        }
      ).spec;
      expect(managed.roles).toEqual([
        expect.objectContaining({ name: reader.username, login: true, replication: false }),
      ]);
      // As the operator makes it.
      await postgres.query(`create role ${reader.username} login password '${reader.password}'`);
      const grants = local('reader', specOf('CronJob', 'transforms-warehouse-reader'));
      for (let each = 0; each < 2; each += 1) expectSuccess(await run('postgres', grants));
      // Tables are made anew by every run; what was granted covers those to come.
      expectSuccess(await dbt());
      const suite = (name: string) => {
        const pod = local(name, specOf('CronJob', `quality-${name}`));
        return run('great-expectations', {
          ...pod,
          env: { ...pod.env, PYTHONPATH: `${pod.env.PYTHONPATH}:${psycopg()}` },
        });
      };
      expectSuccess(await suite('built'));
      expect(await value('evenkeel_quality_suite_succeeded', 'suite="built"')).toBe(1);
      const refused = await suite('written');
      expect([refused.exitCode === 0, refused.stderr]).toEqual([
        false,
        expect.stringContaining('read-only transaction'),
      ]);
      const rights = await postgres.query(
        `select distinct privilege_type from information_schema.role_table_grants where grantee = '${reader.username}'`,
        'warehouse',
      );
      expect(rights).toBe('SELECT');
    });

    it('fails with a test that fails, and keeps the time of the last good run', async () => {
      const succeeded = await value('evenkeel_dbt_succeeded_timestamp_seconds', 'project="shop"');
      await postgres.query('insert into raw.customers values (2, null, now())', 'warehouse');
      expect((await dbt()).exitCode).toBe(1);
      expect(await value('evenkeel_dbt_run_succeeded', 'project="shop"')).toBe(0);
      expect(await value('evenkeel_dbt_results', 'status="fail"')).toBe(1);
      expect(await value('evenkeel_dbt_succeeded_timestamp_seconds', 'project="shop"')).toBe(succeeded);
    });

    it('builds nothing from a source that is too old', async () => {
      await postgres.query("update raw.customers set name = 'Bob', loaded_at = now() - interval '2 days'", 'warehouse');
      expect((await dbt()).exitCode).toBe(1);
      expect(await value('evenkeel_dbt_source_stale', 'source="raw.customers"')).toBe(1);
      expect(await postgres.query("select count(*) from analytics.customers where name = 'Bob'", 'warehouse')).toBe(
        '0',
      );
    });

    it('finds that expectations hold', async () => {
      expectSuccess(await quality('strict', 'name,loaded_at\nAda,2026-01-01T00:00:00Z\n'));
      expect(await value('evenkeel_quality_suite_succeeded', 'suite="strict"')).toBe(1);
      const text = await metrics();
      expect(dataQualitySignals.metrics.filter((name) => !text.includes(`${name}{`))).toEqual([]);
    });

    it('fails where one does not, or only reports it, as the suite says', async () => {
      const rows = 'name,loaded_at\nAda,2026-01-01T00:00:00Z\n,2026-01-01T00:00:00Z\n';
      expect((await quality('strict', rows)).exitCode).toBe(1);
      expectSuccess(await quality('lenient', rows));
      expect(await value('evenkeel_quality_suite_succeeded', 'suite="strict"')).toBe(0);
      expect(await value('evenkeel_quality_suite_succeeded', 'suite="lenient"')).toBe(0);
    });

    it('fails where the newest row is too old, or its column is not there', async () => {
      expect((await quality('strict', 'name,loaded_at\nAda,2019-01-01T00:00:00Z\n')).exitCode).toBe(1);
      expect(await value('evenkeel_quality_data_stale', 'suite="strict"')).toBe(1);
      expect((await quality('lenient', 'id\n1\n')).exitCode).toBe(0);
      expect(await value('evenkeel_quality_suite_succeeded', 'suite="lenient"')).toBe(0);
    });
  },
);
