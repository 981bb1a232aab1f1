import { createSocket } from 'node:dgram';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Manifest } from '../../charts';
import { orchestrationSignals } from '../../charts/orchestration/signals';
import { orchestration } from '../../services';
import { manifests, renderLocal, the } from '../charts/site-rendering';
import { databaseSecret } from './database-secret';
import { type Container, type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { type ServiceProcess, startService } from './tools/service-process';

/** Two tasks, so that the second one starts because of the first. */
const DAG = `
from datetime import datetime
from airflow.sdk import dag, task

@dag(schedule=None, start_date=datetime(2025, 1, 1), catchup=False)
def proof():
    @task
    def first() -> str:
        print("hello from the first task")
        return "evenkeel"

    @task
    def second(word: str) -> None:
        assert word == "evenkeel"

    second(first())

proof()
`;

const { namespace } = orchestration;
/** The bucket of the local site. */
const logs = 'orchestration-logs';
const values: Readonly<Record<string, string>> = {
  'orchestration-fernet-key': 'Proof0Proof1Proof2Proof3Proof4Proof5Proof6Z',
  'orchestration-jwt-secret': 'Jwt0Jwt1Jwt2Jwt3Jwt4Jwt5Jwt6Jwt7Jwt8Jwt9Jwt0Jwt1Jwt2Jwt3Jwt4Jwt5',
  'orchestration-api-secret': 'Api0Api1Api2Api3Api4Api5Api6Api7Api8Api9Api0Api1Api2Api3Api4Api5',
  'orchestration-admin-password': 'Admin0Admin1Admin2Admin3Admin4Ad',
};

type Server = 'airflow' | 'airflow-scheduler' | 'airflow-dag-processor' | 'airflow-triggerer';

interface ProbedContainer extends Container {
  readonly livenessProbe?: Container['livenessProbe'] & { readonly exec?: { readonly command: readonly string[] } };
}

interface TaskPod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: PodSpec & { readonly serviceAccountName: string };
}

proof(
  'Airflow as rendered',
  ['airflow', 'statsd-exporter', 'postgres', 'moto', 'kube-apiserver', 'etcd', 'kubectl'],
  () => {
    const rendered = renderLocal({ services: { orchestration: orchestration.config.parse({ ownKey: false }) } });
    const specOf = (manifest: Manifest): PodSpec => podTemplateOf(manifest as never)?.spec as unknown as PodSpec;
    const server = (name: Server): PodSpec => specOf(the(rendered, 'Deployment', name));
    const migration = specOf(
      manifests(rendered).find(
        ({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('airflow-migration-'),
      ) as Manifest,
    ) as PodSpec & { readonly initContainers: readonly Container[] };
    const dataOf = (configMap: string) =>
      (the(rendered, 'ConfigMap', configMap) as unknown as { data: Record<string, string> }).data;

    const folder = join(session().folder, 'airflow');
    const dagsFolder = join(folder, 'dags');
    const path = `${dirname(toolPath('airflow') ?? '')}${delimiter}${process.env.PATH}`;
    const running = new Map<Server, ServiceProcess>();
    let postgres: PostgresServer;
    let moto: MotoServer;
    let kubernetes: KubeApiServer;
    let exporter: ServiceProcess | undefined;
    let apiPort: number;
    let statsdPort: number;
    let metricsPort: number;
    let schedulerConfig: string;
    let token: string;

    const secret = databaseSecret(
      () => postgres,
      'airflow',
      (name, key) => (key === 'value' ? (values[name] ?? 'bucket-key') : undefined),
    );

    /** A rendered pod as a process of this machine: database, bucket, API server and ports are the test's own. */
    const local = (part: string, spec: PodSpec, index = 0): LocalContainer =>
      localContainer(
        { ...spec, containers: [spec.containers[index] as Container] },
        {
          folder: join(folder, part),
          secret,
          files: ({ configMap }) => (configMap ? dataOf(configMap) : {}),
          env: {
            AWS_ENDPOINT_URL_S3: moto.url,
            AIRFLOW__CORE__DAGS_FOLDER: dagsFolder,
            AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${apiPort}/execution/`,
            AIRFLOW__API__PORT: String(apiPort),
            AIRFLOW__METRICS__STATSD_PORT: String(statsdPort),
          },
          arguments: {
            '--statsd.listen-udp=127.0.0.1:9125': `--statsd.listen-udp=127.0.0.1:${statsdPort}`,
            '--web.listen-address=:9102': `--web.listen-address=127.0.0.1:${metricsPort}`,
          },
        },
      );
    const environment = (env: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
      HOME: folder,
      // Inside the cluster a pod's own token leads to the API server; here this file does.
      AIRFLOW__KUBERNETES_EXECUTOR__IN_CLUSTER: 'False',
      AIRFLOW__KUBERNETES_EXECUTOR__CONFIG_FILE: schedulerConfig,
      ...env,
      PATH: path,
    });
    const run = (part: string, { command, arguments: words, env }: LocalContainer): Promise<CommandResult> => {
      mkdirSync(join(folder, part), { recursive: true });
      return runCommand(command, words, { env: environment(env), cwd: folder, timeoutMs: 5 * 60_000 });
    };
    const expectSuccess = (result: CommandResult): void => {
      expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
    };

    const api = async (method: 'GET' | 'POST' | 'PATCH', route: string, body?: unknown): Promise<Response> =>
      fetch(`http://127.0.0.1:${apiPort}${route}`, {
        method,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const until = async <T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> => {
      const deadline = performance.now() + seconds * 1000;
      while (performance.now() < deadline) {
        const answer = await ask().catch(() => undefined);
        if (answer !== undefined) return answer;
        await pause(1000);
      }
      const tails = [...running].map(([name, { logTail }]) => `${name}: ${logTail(12)}`).join('\n');
      throw new Error(`${what} did not happen within ${seconds} s\n${tails}`);
    };

    const probe = async (name: Server): Promise<CommandResult> => {
      const { env } = local(name, server(name));
      const [command = '', ...words] =
        (server(name).containers[0] as ProbedContainer).livenessProbe?.exec?.command ?? [];
      return runCommand(command, words, { env: environment(env), cwd: folder, timeoutMs: 60_000 });
    };
    const start = async (name: Server, ready: () => Promise<boolean>): Promise<void> => {
      const { command, arguments: words, env } = local(name, server(name));
      const logPath = join(folder, `${name}.log`);
      running.set(
        name,
        await startService({
          name,
          command,
          arguments: words,
          env: environment(env),
          cwd: folder,
          logPath,
          readyTimeoutSeconds: 240,
          ready,
        }),
      );
    };
    const alive = (name: Server) => async () => {
      await pause(3000);
      return (await probe(name)).exitCode === 0;
    };
    const healthPath = server('airflow').containers[0]?.readinessProbe?.httpGet?.path ?? '/';
    const health = async (): Promise<Response> => fetch(`http://127.0.0.1:${apiPort}${healthPath}`);

    /** What a kubelet would do with the pod of a task: its arguments in its environment. */
    const runTask = async (pod: TaskPod): Promise<CommandResult> => {
      const { command, arguments: words, env } = local(pod.metadata.name, pod.spec);
      const [, program = '', ...rest] = [command, ...words].slice([command, ...words].indexOf('--'));
      return runCommand(program, rest, { env: { HOME: folder, ...env, PATH: path }, cwd: folder, timeoutMs: 120_000 });
    };
    const podOf = (task: string): Promise<TaskPod> =>
      until(`a pod of the task ${task}`, 90, async () => {
        const { stdout } = await kubernetes.kubectl(['-n', namespace, 'get', 'pods', '-o', 'json']);
        return (JSON.parse(stdout) as { items: TaskPod[] }).items.find(
          ({ metadata }) => metadata.labels.task_id === task,
        );
      });

    /** What a pod of that account may do with the cluster, and no more. */
    const kubeconfigOf = async (account: string): Promise<string> => {
      const { stdout } = await kubernetes.kubectl(['-n', namespace, 'create', 'token', account]);
      const config = JSON.parse(readFileSync(kubernetes.kubeconfigPath, 'utf8')) as { users: { user: object }[] };
      for (const each of config.users) each.user = { token: stdout.trim() };
      const file = join(folder, `kubeconfig-${account}`);
      writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
      return file;
    };

    beforeAll(async () => {
      mkdirSync(dagsFolder, { recursive: true });
      writeFileSync(join(dagsFolder, 'proof.py'), DAG);
      [apiPort, statsdPort, metricsPort] = await Promise.all([freePort(), freePort(), freePort()]);
      [postgres, moto, kubernetes] = await Promise.all([
        startPostgresServer({ tls: true }),
        startMotoServer({ dir: folder }),
        startKubeApiServer({ dir: join(folder, 'kubernetes') }),
      ]);
      await postgres.createDatabase('airflow');
      await fetch(`${moto.url}/${logs}`, { method: 'PUT' });
      const wanted = ['ServiceAccount', 'Role', 'RoleBinding'];
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'airflow-tasks', namespace } };
      const objects = [
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
        },
        account,
        ...manifests(rendered).filter(
          ({ kind, metadata }) =>
            kind === 'PriorityClass' || (wanted.includes(kind) && metadata.namespace === namespace),
        ),
      ];
      const applied = await kubernetes.kubectl(
        ['apply', '--server-side', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
      );
      expectSuccess(applied as CommandResult);
      schedulerConfig = await kubeconfigOf('airflow-scheduler');
    });
    afterAll(async () => {
      await Promise.all([...running.values(), ...(exporter ? [exporter] : [])].map((each) => each.stop()));
      await Promise.all([moto?.stop(), postgres?.stop(), kubernetes?.stop()]);
    });

    it('makes the schema and the first user by the migration job', async () => {
      expectSuccess(await run('migrate', local('migrate', { ...migration, containers: migration.initContainers })));
      expectSuccess(await run('admin', local('admin', migration)));
      expect(await postgres.query('select username from ab_user', 'airflow')).toBe('admin');
    });

    it('changes nothing when the job runs again', async () => {
      expectSuccess(await run('migrate', local('migrate', { ...migration, containers: migration.initContainers })));
      expectSuccess(await run('admin', local('admin', migration)));
    });

    it('starts the API server, which answers its probe', async () => {
      await start('airflow', async () => (await health()).status === 200);
      expect((await health()).status).toBe(200);
    });

    it('lets the generated password in and no other', async () => {
      const signIn = (password: string) => api('POST', '/auth/token', { username: 'admin', password });
      expect((await signIn('guessed')).status).toBe(401);
      const answer = await signIn(values['orchestration-admin-password'] ?? '');
      expect(answer.status).toBe(201);
      token = ((await answer.json()) as { access_token: string }).access_token;
      expect((await api('GET', '/api/v2/dags')).status).toBe(200);
    });

    it('starts the metrics exporter beside it', async () => {
      const { command, arguments: words, env } = local('metrics', server('airflow'), 1);
      expect(command).toMatch(/statsd_exporter$/);
      exporter = await startService({
        name: 'metrics',
        command: toolPath('statsd-exporter') ?? '',
        arguments: words,
        env,
        logPath: join(folder, 'metrics.log'),
        ready: async () => (await fetch(`http://127.0.0.1:${metricsPort}/-/healthy`)).ok,
      });
    });

    it.each(['airflow-dag-processor', 'airflow-scheduler', 'airflow-triggerer'] as const)(
      'starts %s, whose probe passes',
      async (name) => {
        await start(name, alive(name));
        expectSuccess(await probe(name));
      },
    );

    it('runs a DAG: every task in a pod that the API server takes under restricted security', async () => {
      await until('the DAG', 90, async () => ((await api('GET', '/api/v2/dags/proof')).ok ? true : undefined));
      expect((await api('PATCH', '/api/v2/dags/proof', { is_paused: false })).status).toBe(200);
      expect((await api('POST', '/api/v2/dags/proof/dagRuns', { logical_date: null })).status).toBe(200);
      for (const task of ['first', 'second']) {
        const pod = await podOf(task);
        expect(pod.spec.serviceAccountName).toBe('airflow-tasks');
        expect(pod.metadata.labels).toMatchObject({ 'app.kubernetes.io/component': 'task', dag_id: 'proof' });
        expect(JSON.stringify(pod.spec.containers[0]?.env)).not.toContain('SQL_ALCHEMY_CONN');
        const template = parse(dataOf('airflow-task')['task.yaml'] ?? '') as TaskPod;
        expect(pod.spec.containers[0]).toMatchObject({ name: 'base', command: template.spec.containers[0]?.command });
        expectSuccess(await runTask(pod));
      }
      const state = await until('the end of the run', 60, async () => {
        const answer = await (await api('GET', '/api/v2/dags/proof/dagRuns')).json();
        const [run] = (answer as { dag_runs: { state: string }[] }).dag_runs;
        return run?.state === 'success' || run?.state === 'failed' ? run.state : undefined;
      });
      expect(state).toBe('success');
    });

    it('shows the log of a task, whose pod is gone, from the bucket', async () => {
      const listing = await (await fetch(`${moto.url}/${logs}?list-type=2`)).text();
      expect(listing).toMatch(/<Key>logs\/dag_id=proof\/[^<]*task_id=first\/[^<]*<\/Key>/);
      const runs = (await (await api('GET', '/api/v2/dags/proof/dagRuns')).json()) as {
        dag_runs: { dag_run_id: string }[];
      };
      const run = encodeURIComponent(runs.dag_runs[0]?.dag_run_id ?? '');
      const answer = await api('GET', `/api/v2/dags/proof/dagRuns/${run}/taskInstances/first/logs/1?full_content=true`);
      expect(await answer.text()).toContain('hello from the first task');
    });

    it('exports metrics under the names that rules and panels use', async () => {
      const expected = [
        'airflow_scheduler_heartbeat',
        'airflow_dag_processor_heartbeat',
        'airflow_triggerer_heartbeat',
      ];
      const names = await until('the heartbeats', 60, async () => {
        const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
        const found = new Set(text.split('\n').flatMap((line) => /^(airflow_[a-z0-9_]+)/.exec(line)?.[1] ?? []));
        return expected.every((name) => found.has(name)) ? found : undefined;
      });
      // This run was asked for, so nothing could start late, and nothing failed.
      const notHere = new Set([
        'airflow_dagrun_schedule_delay_bucket',
        'airflow_dagrun_schedule_delay_count',
        'airflow_dagrun_duration_failed_count',
      ]);
      expect(orchestrationSignals.metrics.filter((name) => !names.has(name) && !notHere.has(name))).toEqual([]);
    });

    it('counts a run that starts seven seconds late between five and fifteen', async () => {
      const socket = createSocket('udp4');
      const message = 'airflow.dagrun.schedule_delay,dag_id=late:7000|ms';
      await new Promise<void>((resolve) => socket.send(message, statsdPort, '127.0.0.1', () => socket.close(resolve)));
      const buckets = await until('the bucket', 30, async () => {
        const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
        const found = text.matchAll(/^airflow_dagrun_schedule_delay_bucket\{dag_id="late",le="(\d+)"\} (\d+)$/gm);
        const counts = Object.fromEntries([...found].map(([, edge = '', count]) => [edge, Number(count)]));
        return Object.keys(counts).length > 0 ? counts : undefined;
      });
      expect(buckets).toMatchObject({ 5: 0, 15: 1, 300: 1 });
    });

    it('clears old rows and finished pods away by the rendered jobs, each with its own rights', async () => {
      const before = await postgres.query('select count(*) from dag_run', 'airflow');
      await postgres.query("update dag_run set start_date = '2020-01-01', run_after = '2020-01-01'", 'airflow');
      expectSuccess(await run('rows', local('rows', specOf(the(rendered, 'CronJob', 'airflow-database-clean-up')))));
      expect([before, await postgres.query('select count(*) from dag_run', 'airflow')]).toEqual(['1', '0']);
      const {
        command,
        arguments: words,
        env,
      } = local('pods', specOf(the(rendered, 'CronJob', 'airflow-pod-clean-up')));
      const own = { AIRFLOW__KUBERNETES_EXECUTOR__CONFIG_FILE: await kubeconfigOf('airflow-pod-clean-up') };
      expectSuccess(await run('pods', { command, arguments: words, env: { ...env, ...own } }));
    });

    it('tells a dead scheduler from a living one, while the API server stays healthy', async () => {
      await running.get('airflow-scheduler')?.kill();
      await until('the failing probe', 90, async () =>
        (await probe('airflow-scheduler')).exitCode === 0 ? undefined : true,
      );
      expect((await health()).status).toBe(200);
    });
  },
);
