import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Manifest } from '../../charts';
import { modelMonitoring, monitoring, orchestration } from '../../services';
import { manifests, renderLocal, specOf, the } from '../charts/site-rendering';
import { databaseSecret } from './database-secret';
import { type Container, type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { type ServiceProcess, startService } from './tools/service-process';

const DAGS = ['train_churn', 'somebody_elses']
  .map(
    (name) => `
@dag(schedule=None, start_date=datetime(2025, 1, 1), catchup=False, is_paused_upon_creation=False)
def ${name}():
    EmptyOperator(task_id="train")

${name}()
`,
  )
  .join('');
const HEADER = `from datetime import datetime
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import dag
`;

const values: Readonly<Record<string, string>> = {
  'orchestration-fernet-key': 'Proof0Proof1Proof2Proof3Proof4Proof5Proof6Z',
  'orchestration-jwt-secret': 'Jwt0Jwt1Jwt2Jwt3Jwt4Jwt5Jwt6Jwt7Jwt8Jwt9Jwt0Jwt1Jwt2Jwt3Jwt4Jwt5',
  'orchestration-api-secret': 'Api0Api1Api2Api3Api4Api5Api6Api7Api8Api9Api0Api1Api2Api3Api4Api5',
  'orchestration-admin-password': 'Admin0Admin1Admin2Admin3Admin4Ad',
  'orchestration-retraining-password': 'Train0Train1Train2Train3Train4Tr',
};

interface Delivery {
  readonly body: string;
  readonly status: number;
}

proof('A drift alert trains the model', ['airflow', 'postgres', 'alertmanager'], () => {
  const rendered = renderLocal({
    services: {
      monitoring: monitoring.config.parse({}),
      orchestration: orchestration.config.parse({ ownKey: false }),
      modelMonitoring: modelMonitoring.config.parse({
        ownKey: false,
        models: [{ name: 'churn', reference: 'a.csv', current: 'b.csv', retrain: { dag: 'train_churn' } }],
      }),
    },
  });
  type Pod = PodSpec & { readonly initContainers?: readonly Container[] };
  const specOfPod = (manifest: Manifest): Pod => podTemplateOf(manifest as never)?.spec as unknown as Pod;
  const migration = specOfPod(
    manifests(rendered).find(
      ({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('airflow-migration-'),
    ) as Manifest,
  );
  const [migrate, user] = migration.initContainers ?? [];
  const dataOf = (configMap: string) =>
    (the(rendered, 'ConfigMap', configMap) as unknown as { data: Record<string, string> }).data;

  const folder = join(session().folder, 'retraining');
  const dagsFolder = join(folder, 'dags');
  const path = `${dirname(toolPath('airflow') ?? '')}${delimiter}${process.env.PATH}`;
  const running: ServiceProcess[] = [];
  const deliveries: Delivery[] = [];
  let relay: Server;
  let postgres: PostgresServer;
  let apiPort: number;
  let receiverPort: number;
  let token: string;

  const secret = databaseSecret(
    () => postgres,
    'retraining',
    (name, key) => (key === 'value' ? (values[name] ?? 'bucket-key') : undefined),
  );
  const local = (part: string, spec: Pod, container = spec.containers[0]): LocalContainer =>
    localContainer(
      { ...spec, containers: [container as Container] },
      {
        folder: join(folder, part),
        secret,
        files: ({ configMap }) => (configMap ? dataOf(configMap) : {}),
        env: {
          AIRFLOW__CORE__DAGS_FOLDER: dagsFolder,
          AIRFLOW__API__PORT: String(apiPort),
          AIRFLOW_URL: `http://127.0.0.1:${apiPort}`,
          PORT: String(receiverPort),
        },
      },
    );
  const environment = (env: Readonly<Record<string, string>>) => ({ HOME: folder, ...env, PATH: path });
  const run = ({ command, arguments: words, env }: LocalContainer): Promise<CommandResult> =>
    runCommand(command, words, { env: environment(env), cwd: folder, timeoutMs: 5 * 60_000 });
  const expectSuccess = (result: CommandResult): void => {
    expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
  };
  const serve = async (name: string, { command, arguments: words, env }: LocalContainer, url: string) => {
    running.push(
      await startService({
        name,
        command,
        arguments: words,
        env: environment(env),
        cwd: folder,
        logPath: join(folder, `${name}.log`),
        readyTimeoutSeconds: 240,
        ready: async () => (await fetch(url)).ok,
      }),
    );
  };
  const api = (method: 'GET' | 'POST', route: string, body?: unknown): Promise<Response> =>
    fetch(`http://127.0.0.1:${apiPort}${route}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const deliver = (body: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${receiverPort}/alerts`, { method: 'POST', body });
  const runsOf = async (dag: string): Promise<{ dag_run_id: string; conf: { alert?: object } }[]> => {
    const answer = await api('GET', `/api/v2/dags/${dag}/dagRuns`);
    return ((await answer.json()) as { dag_runs: { dag_run_id: string; conf: { alert?: object } }[] }).dag_runs;
  };

  beforeAll(async () => {
    mkdirSync(dagsFolder, { recursive: true });
    writeFileSync(join(dagsFolder, 'training.py'), HEADER + DAGS);
    [apiPort, receiverPort] = await Promise.all([freePort(), freePort()]);
    postgres = await startPostgresServer({ tls: true });
    await postgres.createDatabase('retraining');
  });
  afterAll(async () => {
    relay?.closeAllConnections();
    relay?.close();
    await Promise.all(running.map((each) => each.stop()));
    await postgres?.stop();
  });

  it('gets a user of its own by the migration job, with the same rights the second time', async () => {
    expectSuccess(await run(local('migrate', migration, migrate)));
    for (const _ of [1, 2]) expectSuccess(await run(local('user', migration, user)));
    const rights = await postgres.query(
      `select p.name || ' ' || r.name from ab_role role
       join ab_permission_view_role pr on pr.role_id = role.id
       join ab_permission_view pv on pv.id = pr.permission_view_id
       join ab_permission p on p.id = pv.permission_id
       join ab_view_menu r on r.id = pv.view_menu_id
       where role.name = 'alerts' order by 1`,
      'retraining',
    );
    expect(rights.split('\n')).toEqual(['can_create DAG Runs', 'can_edit DAG:train_churn']);
  });

  it('starts the API server and the receiver, which answers its probe', async () => {
    const server = specOfPod(the(rendered, 'Deployment', 'airflow'));
    const { env } = local('dags', server);
    expectSuccess(
      await runCommand('airflow', ['dags', 'reserialize'], { env: environment(env), cwd: folder, timeoutMs: 180_000 }),
    );
    const health = server.containers[0]?.readinessProbe?.httpGet?.path ?? '/none';
    await serve('api-server', local('api-server', server), `http://127.0.0.1:${apiPort}${health}`);
    const receiver = specOfPod(the(rendered, 'Deployment', 'airflow-retraining'));
    const alive = receiver.containers[0]?.readinessProbe?.httpGet?.path ?? '/none';
    await serve('receiver', local('receiver', receiver), `http://127.0.0.1:${receiverPort}${alive}`);
    expectSuccess(await run(local('admin', migration)));
    const signIn = await api('POST', '/auth/token', {
      username: 'admin',
      password: values['orchestration-admin-password'],
    });
    token = ((await signIn.json()) as { access_token: string }).access_token;
    expect(await runsOf('train_churn')).toEqual([]);
  });

  it('makes one run of an alert that a real Alertmanager sends by the rendered routes', async () => {
    relay = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.once('end', async () => {
        const { status } = await deliver(body);
        deliveries.push({ body, status });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', () => resolve()));
    const address = relay.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/alerts`;
    const { alertmanager } = specOf<{ source: { helm: { valuesObject: { alertmanager: { config: object } } } } }>(
      the(rendered, 'Application', 'kube-prometheus-stack'),
    ).source.helm.valuesObject;
    const file = join(folder, 'alertmanager.yaml');
    writeFileSync(
      file,
      stringify(alertmanager.config).replaceAll('http://airflow-retraining.orchestration.svc:8085/alerts', url),
    );
    const port = await freePort();
    const words = [`--config.file=${file}`, `--storage.path=${join(folder, 'alertmanager')}`];
    await serve(
      'alertmanager',
      {
        command: toolPath('alertmanager') ?? 'alertmanager',
        arguments: [...words, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
        env: {},
      },
      `http://127.0.0.1:${port}/-/ready`,
    );
    const labels = { alertname: 'ModelRetrainingDue', model: 'churn', severity: 'ticket', retrain: 'train_churn' };
    const other = { alertname: 'MlflowDown', severity: 'page' };
    const sent = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify([{ labels }, { labels: other }]),
    });
    expect(sent.status).toBe(200);
    for (let second = 0; second < 60 && deliveries.length === 0; second += 1) await pause(1000);
    expect(deliveries.map(({ status }) => status)).toEqual([200]);
    const [first, ...more] = await runsOf('train_churn');
    expect(more).toEqual([]);
    expect(first?.dag_run_id).toMatch(/^alert__[0-9a-f]+__[0-9a-f]{12}$/);
    expect(first?.conf.alert).toMatchObject({ model: 'churn' });
  });

  it('makes no second run of a second delivery', async () => {
    const body = deliveries[0]?.body ?? '';
    expect((await deliver(body)).status).toBe(200);
    expect(await runsOf('train_churn')).toHaveLength(1);
  });

  it('makes another run of the same alert that starts anew', async () => {
    const body = (deliveries[0]?.body ?? '').replaceAll(/"startsAt":"[^"]*"/g, '"startsAt":"2026-01-01T00:00:00Z"');
    expect((await deliver(body)).status).toBe(200);
    expect(await runsOf('train_churn')).toHaveLength(2);
  });

  it('starts no DAG that trains no watched model, and cannot', async () => {
    const body = (deliveries[0]?.body ?? '').replaceAll('train_churn', 'somebody_elses');
    expect((await deliver(body)).status).toBe(200);
    expect(await runsOf('somebody_elses')).toEqual([]);
    const signIn = await api('POST', '/auth/token', {
      username: 'alerts',
      password: values['orchestration-retraining-password'],
    });
    const { access_token: own } = (await signIn.json()) as { access_token: string };
    const direct = await fetch(`http://127.0.0.1:${apiPort}/api/v2/dags/somebody_elses/dagRuns`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${own}` },
      body: JSON.stringify({ logical_date: null }),
    });
    expect(direct.status).toBe(403);
  });

  it('asks for another delivery while Airflow is away, and refuses what no Alertmanager sent', async () => {
    await running[0]?.kill();
    expect((await deliver(deliveries[0]?.body ?? '')).status).toBe(502);
    expect((await deliver('{"alerts": 3}')).status).toBe(400);
    expect((await deliver('no json')).status).toBe(400);
  });
});

proof('rules about models', ['promtool'], () => {
  const model = (name: string, dag?: string) => ({
    name,
    reference: 'a.csv',
    current: 'b.csv',
    ...(dag ? { retrain: { dag } } : {}),
    explanations: {},
    fairness: { column: 'plan' },
  });
  const models = [model('churn', 'train_churn'), model('spam', 'train_spam'), model('calm')];
  const rendered = renderLocal({
    services: {
      monitoring: monitoring.config.parse({}),
      orchestration: orchestration.config.parse({ ownKey: false }),
      modelMonitoring: modelMonitoring.config.parse({ ownKey: false, models }),
    },
  });
  const series = (metric: string, name: string, value: number) => ({
    series: `${metric}{namespace="model-monitoring",app="pushgateway",model="${name}"}`,
    values: `${value}x30`,
  });
  /** Which models an alert is about, and which DAG it names. */
  const firing = (name: string, alerts: readonly Readonly<Record<string, string>>[]) => ({
    expr: `ALERTS{alertname="${name}", alertstate="firing"}`,
    eval_time: '20m',
    exp_samples: alerts.map((labels) => ({
      labels: `{${Object.entries({
        __name__: 'ALERTS',
        alertname: name,
        alertstate: 'firing',
        service: 'model-monitoring',
        severity: 'ticket',
        ...labels,
      })
        .map(([key, value]) => `${key}="${value}"`)
        .join(', ')}}`,
      value: 1,
    })),
  });

  it('name the DAG of the model that drifted, and only where one is stated', async () => {
    const folder = join(session().folder, 'model-rules');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'rules.yaml'),
      stringify(specOf<object>(the(rendered, 'PrometheusRule', 'model-monitoring'))),
    );
    const test = {
      rule_files: ['rules.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: [
            series('evenkeel_drift_prediction_drifted', 'churn', 1),
            series('evenkeel_drift_prediction_drifted', 'spam', 0),
            series('evenkeel_drift_prediction_drifted', 'calm', 1),
            series('evenkeel_fairness_disparate_impact_ratio', 'churn', 0.81),
            series('evenkeel_fairness_disparate_impact_ratio', 'spam', 0.79),
            series('evenkeel_explanation_fidelity', 'calm', 0.5),
          ],
          promql_expr_test: [
            firing('ModelRetrainingDue', [{ model: 'churn', retrain: 'train_churn' }]),
            firing('ModelPredictionsDrifted', [{ model: 'churn' }, { model: 'calm' }]),
            firing('ModelGroupsTreatedUnequally', [{ model: 'spam' }]),
            firing('ModelExplanationWeak', [{ model: 'calm' }]),
          ],
        },
      ],
    };
    writeFileSync(join(folder, 'test.yaml'), stringify(test));
    const result = await runCommand(toolPath('promtool') ?? 'promtool', ['test', 'rules', 'test.yaml'], {
      cwd: folder,
    });
    expect(result.exitCode === 0 ? '' : lastWords(result, 40)).toBe('');
  });
});
