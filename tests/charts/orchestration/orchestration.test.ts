import { App } from 'cdk8s';
import { parse } from 'yaml';
import { chartContext, type Manifest, WaveChart } from '../../../charts';
import { OrchestrationChart } from '../../../charts/orchestration/orchestration-chart';
import { remoteLogs } from '../../../charts/orchestration/remote-logs';
import { orchestrationSignals } from '../../../charts/orchestration/signals';
import { modelMonitoring, monitoring, orchestration, tracking } from '../../../services';
import { googleSite } from '../../fixtures/sites';
import { managedFacts, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

type Config = Parameters<typeof orchestration.config.parse>[0];

const repository = 'https://git.example.com/acme/dags.git';
const managedWith = (config: Config) =>
  renderManaged({
    services: { orchestration: orchestration.config.parse(config) },
  });
const managed = managedWith({ dags: { repository } });
const local = renderLocal({
  services: { orchestration: orchestration.config.parse({ ownKey: false }) },
});

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly env: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef: { name: string; key: string } };
  }[];
  readonly livenessProbe?: {
    exec?: { command: string[] };
    httpGet?: { path: string };
  };
  readonly resources: { limits: { memory: string } };
  readonly securityContext: Record<string, unknown>;
}

interface Pod {
  readonly metadata: {
    labels: Record<string, string>;
    annotations?: Record<string, string>;
  };
  readonly spec: {
    containers: Container[];
    initContainers?: Container[];
    serviceAccountName?: string;
    automountServiceAccountToken: boolean;
    securityContext: Record<string, unknown>;
    restartPolicy: string;
  };
}

type Rendered = typeof managed;

const podOf = (rendered: Rendered, name: string): Pod =>
  specOf<{ template: Pod }>(the(rendered, 'Deployment', name)).template;
const mainOf = (pod: Pod): Container => pod.spec.containers[0] as Container;
const environment = ({ env }: Container): Record<string, string | undefined> =>
  Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [
      name,
      valueFrom ? `${valueFrom.secretKeyRef.name}#${valueFrom.secretKeyRef.key}` : value,
    ]),
  );
const dataOf = (manifest: Manifest) => (manifest as unknown as { data: Record<string, string> }).data;
const taskOf = (rendered: Rendered): Pod =>
  parse(dataOf(the(rendered, 'ConfigMap', 'airflow-task'))['task.yaml'] ?? '') as Pod;
const egressOf = (rendered: Rendered, name: string) =>
  specOf<{ egress?: { to: object[]; ports: { port: number }[] }[] }>(the(rendered, 'NetworkPolicy', name)).egress ?? [];

test('objects of the service', () => {
  expect(
    places(managed)
      .filter((place) => /^k8s\/[45]0-/.test(place))
      .map((place) => place.replace(/-[0-9a-f]{8}$/, '-<hash>')),
  ).toMatchInlineSnapshot(`
    [
      "k8s/40-orchestration-migration/Job/airflow-migration-<hash>",
      "k8s/40-orchestration-migration/NetworkPolicy/airflow-migration",
      "k8s/50-orchestration-access/HTTPRoute/orchestration-web",
      "k8s/50-orchestration/ConfigMap/airflow-metrics",
      "k8s/50-orchestration/ConfigMap/airflow-task",
      "k8s/50-orchestration/CronJob/airflow-database-clean-up",
      "k8s/50-orchestration/CronJob/airflow-pod-clean-up",
      "k8s/50-orchestration/Deployment/airflow",
      "k8s/50-orchestration/Deployment/airflow-dag-processor",
      "k8s/50-orchestration/Deployment/airflow-scheduler",
      "k8s/50-orchestration/Deployment/airflow-triggerer",
      "k8s/50-orchestration/NetworkPolicy/airflow",
      "k8s/50-orchestration/NetworkPolicy/airflow-dag-processor",
      "k8s/50-orchestration/NetworkPolicy/airflow-database-clean-up",
      "k8s/50-orchestration/NetworkPolicy/airflow-pod-clean-up",
      "k8s/50-orchestration/NetworkPolicy/airflow-scheduler",
      "k8s/50-orchestration/NetworkPolicy/airflow-task",
      "k8s/50-orchestration/NetworkPolicy/airflow-triggerer",
      "k8s/50-orchestration/PodDisruptionBudget/airflow",
      "k8s/50-orchestration/PodDisruptionBudget/airflow-scheduler",
      "k8s/50-orchestration/PodDisruptionBudget/airflow-triggerer",
      "k8s/50-orchestration/Role/airflow-log-reader",
      "k8s/50-orchestration/Role/airflow-pod-clean-up",
      "k8s/50-orchestration/Role/airflow-scheduler",
      "k8s/50-orchestration/RoleBinding/airflow-log-reader",
      "k8s/50-orchestration/RoleBinding/airflow-pod-clean-up",
      "k8s/50-orchestration/RoleBinding/airflow-scheduler",
      "k8s/50-orchestration/Service/airflow",
      "k8s/50-orchestration/Service/airflow-triggerer",
      "k8s/50-orchestration/ServiceAccount/airflow-pod-clean-up",
      "k8s/50-orchestration/ServiceAccount/airflow-scheduler",
    ]
  `);
});

const servers = ['airflow', 'airflow-scheduler', 'airflow-dag-processor', 'airflow-triggerer'] as const;

test('every server but the one that reads files runs at least twice', () => {
  const replicas = servers.map((name) => specOf<{ replicas: number }>(the(managed, 'Deployment', name)).replicas);
  expect(replicas).toEqual([2, 2, 1, 2]);
});

test('the database URI and the Fernet key are put together from Secrets that stand before them', () => {
  for (const name of servers) {
    const container = mainOf(podOf(managed, name));
    expect(environment(container)).toMatchObject({
      DB_PASSWORD: 'orchestration-database#password',
      PGSSLMODE: 'verify-full',
      AIRFLOW__DATABASE__SQL_ALCHEMY_CONN:
        'postgresql+psycopg2://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/$(DB_NAME)',
      FERNET_CHARACTERS: 'orchestration-fernet-key#value',
      AIRFLOW__CORE__FERNET_KEY: '$(FERNET_CHARACTERS)=',
      AIRFLOW__API_AUTH__JWT_SECRET: 'orchestration-jwt-secret#value',
      AIRFLOW__API__SECRET_KEY: 'orchestration-api-secret#value',
    });
    const names = container.env.map((each) => each.name);
    for (const { name: referring, value = '' } of container.env) {
      for (const [, referred = ''] of value.matchAll(/\$\((\w+)\)/g)) {
        expect(names.indexOf(referred)).toBeGreaterThanOrEqual(0);
        expect(names.indexOf(referred)).toBeLessThan(names.indexOf(referring));
      }
    }
  }
});

test('servers are asked for their own heartbeat, the API server for its page', () => {
  expect(mainOf(podOf(managed, 'airflow')).livenessProbe?.httpGet?.path).toBe('/api/v2/monitor/health');
  const commands = servers.slice(1).map((name) => mainOf(podOf(managed, name)).livenessProbe?.exec?.command.join(' '));
  expect(commands).toEqual([
    'airflow jobs check --job-type SchedulerJob --local',
    'airflow jobs check --job-type DagProcessorJob --local',
    'airflow jobs check --job-type TriggererJob --local',
  ]);
});

describe('the pod of a task', () => {
  const task = taskOf(managed);

  test('fits Pod Security restricted', () => {
    expect(task.spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 50000,
    });
    for (const { securityContext } of [...task.spec.containers, ...(task.spec.initContainers ?? [])]) {
      expect(securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
    }
  });

  test('knows neither the database nor any shared secret, and gets no token of the cluster', () => {
    expect(task.spec.containers.map(({ name }) => name)).toEqual(['base']);
    expect(JSON.stringify(task)).not.toContain('secretKeyRef');
    expect(JSON.stringify(task)).not.toContain('SQL_ALCHEMY');
    expect(task.spec.automountServiceAccountToken).toBe(false);
    expect(task.spec.serviceAccountName).toBe('airflow-tasks');
  });

  test('fetches the DAGs first, and runs once', () => {
    expect(task.spec.initContainers?.map(({ name }) => name)).toEqual(['fetch-dags']);
    expect(environment(task.spec.initContainers?.[0] as Container)).toMatchObject({
      GITSYNC_REPO: repository,
      GITSYNC_REF: 'main',
      GITSYNC_ONE_TIME: 'true',
    });
    expect(environment(mainOf(task)).AIRFLOW__CORE__DAGS_FOLDER).toBe('/dags/repository/dags');
    expect(task.spec.restartPolicy).toBe('Never');
  });

  test('is selected by the policy that says where it may go', () => {
    const { podSelector } = specOf<{ podSelector: { matchLabels: object } }>(
      the(managed, 'NetworkPolicy', 'airflow-task'),
    );
    expect(task.metadata.labels).toMatchObject(podSelector.matchLabels);
    expect(egressOf(managed, 'airflow-task').flatMap(({ ports }) => ports.map(({ port }) => port))).not.toContain(5432);
  });

  test('reaches MLflow where the site runs it', () => {
    const services = {
      orchestration: orchestration.config.parse({}),
      tracking: tracking.config.parse({}),
    };
    const both = renderManaged({ services });
    expect(environment(mainOf(taskOf(both))).MLFLOW_TRACKING_URI).toBe('http://mlflow.tracking.svc:5000');
    expect(taskOf(both).metadata.labels).toHaveProperty(['evenkeel.dev/calls-tracking'], 'true');
    expect(environment(mainOf(task))).not.toHaveProperty('MLFLOW_TRACKING_URI');
  });

  test('reaches the internet only when asked for', () => {
    const anywhere = (config: Config) => JSON.stringify(egressOf(managedWith(config), 'airflow-task'));
    expect(anywhere({})).not.toContain('0.0.0.0/0');
    expect(anywhere({ tasks: { internet: true } })).toContain('0.0.0.0/0');
  });
});

test('only the scheduler makes pods, and only in its namespace', () => {
  const roles = managed.map(({ manifest }) => manifest).filter(({ kind }) => kind === 'Role');
  const creators = roles.filter((role) => JSON.stringify(role).includes('"create"'));
  expect(creators.map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([
    ['orchestration', 'airflow-scheduler'],
  ]);
  expect(podOf(managed, 'airflow-scheduler').spec.serviceAccountName).toBe('airflow-scheduler');
  // People have theirs on every site.
  const clusterRoles = managed.map(({ manifest }) => manifest).filter(({ kind }) => kind === 'ClusterRole');
  expect(clusterRoles.filter(({ metadata }) => !metadata.name.startsWith('evenkeel-'))).toEqual([]);
});

test('a Git server in a private network is reached there and nowhere else', () => {
  const rendered = managedWith({
    dags: { repository, cidrs: ['10.40.0.0/16'] },
  });
  expect(JSON.stringify(egressOf(rendered, 'airflow-dag-processor'))).not.toContain('0.0.0.0/0');
  expect(egressOf(rendered, 'airflow-dag-processor')).toContainEqual({
    to: [{ ipBlock: { cidr: '10.40.0.0/16' } }],
    ports: [{ port: 443, protocol: 'TCP' }],
  });
});

test('without a repository nothing is fetched', () => {
  expect(podOf(local, 'airflow-dag-processor').spec.initContainers).toBeUndefined();
  expect(taskOf(local).spec.initContainers).toBeUndefined();
});

test('a private repository is signed in to by the Secret that a person fills', () => {
  const app = new App();
  const egress = [] as const;
  const identity = (serviceAccountName: string) => ({
    serviceAccountName,
    podLabels: {},
    egress,
  });
  new OrchestrationChart(app, 'airflow', {
    context: chartContext(googleSite(), managedFacts),
    config: orchestration.config.parse({ dags: { repository, private: true } }),
    bindings: {
      database: { secretName: 'database', sslMode: 'require', egress },
      logs: { name: 'logs', uri: 's3://logs', env: {}, hadoop: { uri: '', settings: {}, jars: [] }, egress },
      identity: identity('airflow'),
      taskIdentity: identity('airflow-tasks'),
      fernetKey: { secretName: 'fernet' },
      jwtSecret: { secretName: 'jwt' },
      apiSecret: { secretName: 'api' },
      adminPassword: { secretName: 'admin' },
      web: {
        name: 'airflow',
        host: 'airflow.example.com',
        url: 'https://airflow.example.com',
        callers: [],
      },
      git: { secretName: 'git' },
    },
  });
  const objects = WaveChart.within(app).flatMap((chart) => chart.toJson() as Manifest[]);
  const processor = objects.find(({ metadata }) => metadata.name === 'airflow-dag-processor') as Manifest;
  const { initContainers, containers } = specOf<{ template: Pod }>(processor).template.spec;
  for (const container of [initContainers?.[0], containers[2]] as Container[]) {
    expect(environment(container)).toMatchObject({
      GITSYNC_USERNAME: 'git#username',
      GITSYNC_PASSWORD: 'git#password',
    });
  }
});

test.each([
  ['s3://site-logs', { AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: 's3://site-logs/logs' }],
  ['gs://site-logs', { AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: 'gs://site-logs/logs' }],
  [
    'wasbs://logs@acmelogs.blob.core.windows.net',
    {
      AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: 'wasb://logs',
      AIRFLOW__AZURE_REMOTE_LOGGING__REMOTE_WASB_LOG_CONTAINER: 'logs',
      AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID: 'remote_logs',
      AIRFLOW_CONN_REMOTE_LOGS: '{"conn_type":"wasb","host":"https://acmelogs.blob.core.windows.net"}',
    },
  ],
])('logs go to %s as Airflow wants it', (uri, expected) => {
  const hadoop = { uri: '', settings: {}, jars: [] };
  expect(remoteLogs({ name: 'logs', uri, env: { A: 'b' }, hadoop, egress: [] })).toMatchObject({ A: 'b', ...expected });
});

test('the promise is a boundary of the histogram that measures it', () => {
  const config = { objectives: { freshnessMinutes: 7 } };
  const mapping = dataOf(the(managedWith(config), 'ConfigMap', 'airflow-metrics'))['mapping.yaml'] ?? '';
  const { mappings } = parse(mapping) as {
    mappings: { histogram_options: { buckets: number[] } }[];
  };
  expect(mappings[0]?.histogram_options.buckets).toContain(420);
  const parsed = orchestration.config.parse(config);
  const [level] = orchestrationSignals.levels(parsed, {
    availabilityPercent: 99.5,
    freshnessMinutes: 7,
  });
  expect(level?.bad('5m')).toContain('le="420"');
});

test('first the schema, then the first user, whose password stands in no manifest', () => {
  const job = managed.find(({ manifest }) => /^airflow-migration-/.test(manifest.metadata.name))?.manifest as Manifest;
  const { initContainers, containers } = specOf<{ template: Pod }>(job).template.spec;
  expect(initContainers?.[0]?.args).toEqual(['db', 'migrate']);
  expect(containers[0]?.args?.slice(0, 2)).toEqual(['users', 'create']);
  expect(environment(containers[0] as Container).ADMIN_PASSWORD).toBe('orchestration-admin-password#value');
});

test('old runs leave the database after the stated days', () => {
  const { jobTemplate } = specOf<{ jobTemplate: { spec: { template: Pod } } }>(
    the(managedWith({ retentionDays: 45 }), 'CronJob', 'airflow-database-clean-up'),
  );
  expect(mainOf(jobTemplate.spec.template).args?.[0]).toContain('45 days ago');
});

describe('alerts that train models', () => {
  const model = { name: 'churn', reference: 'a.csv', current: 'b.csv' };
  const withModels = (models: object[]) =>
    renderManaged({
      services: {
        orchestration: orchestration.config.parse({}),
        monitoring: monitoring.config.parse({}),
        modelMonitoring: modelMonitoring.config.parse({ models }),
      },
    });
  const rendered = withModels([
    { ...model, retrain: { dag: 'train_churn' } },
    { ...model, name: 'spam', retrain: { dag: 'train_all' } },
    { ...model, name: 'other', retrain: { dag: 'train_all' } },
  ]);
  const alertmanager = (from: Rendered) =>
    specOf<{
      source: {
        helm: {
          valuesObject: {
            alertmanager: { config: { route: { routes: object[] }; receivers: { name: string }[] } };
          };
        };
      };
    }>(the(from, 'Application', 'kube-prometheus-stack')).source.helm.valuesObject.alertmanager.config;

  test('nothing is there where no model asks for it', () => {
    const none = withModels([model]);
    expect(places(none).filter((place) => place.includes('airflow-retraining'))).toEqual([]);
    expect(alertmanager(none).receivers.map(({ name }) => name)).toEqual(['nobody']);
  });

  test('Alertmanager sends what names a DAG to two receivers that know which DAGs there are', () => {
    expect(alertmanager(rendered).route.routes[0]).toMatchObject({ receiver: 'retraining', continue: true });
    const { replicas, template } = specOf<{ replicas: number; template: Pod }>(
      the(rendered, 'Deployment', 'airflow-retraining'),
    );
    const env = mainOf(template).env;
    expect(replicas).toBe(2);
    expect(env.find(({ name }) => name === 'DAGS')?.value).toBe('train_all,train_churn');
    expect(env.find(({ name }) => name === 'RETRAINING_PASSWORD')?.valueFrom?.secretKeyRef.name).toBe(
      'orchestration-retraining-password',
    );
  });

  test('Alertmanager alone may call them, and they may call the API server alone', () => {
    const policy = specOf<{ ingress: { from: object[] }[]; egress: { to: { podSelector?: object }[] }[] }>(
      the(rendered, 'NetworkPolicy', 'airflow-retraining'),
    );
    expect(policy.ingress).toHaveLength(1);
    expect(JSON.stringify(policy.ingress)).toContain('"app.kubernetes.io/name":"alertmanager"');
    expect(policy.egress).toHaveLength(1);
    expect(JSON.stringify(policy.egress)).toContain('"app.kubernetes.io/component":"api-server"');
    const out = JSON.stringify(
      specOf<{ egress: object[] }>(the(rendered, 'NetworkPolicy', 'kube-prometheus-stack-alertmanager')).egress,
    );
    expect(out).toContain('"app.kubernetes.io/component":"retraining"');
  });
});
