import { parse } from 'yaml';
import { orchestration, transforms } from '../../../services';
import { places, renderManaged, specOf, the } from '../site-rendering';

const source = {
  repository: 'https://git.example.com/shop/dbt.git',
  revision: 'v3.1.0',
  folder: 'models/shop',
};
const config = transforms.config.parse({
  projects: {
    shop: {
      source,
      schedule: '5 6 * * *',
      select: ['tag:daily', '+orders'],
      sourceFreshness: true,
    },
    acme: { source, warehouse: 'acme', tests: false },
  },
  warehouses: {
    acme: {
      kind: 'databricks',
      host: 'dbc-1234.cloud.databricks.com',
      httpPath: '/sql/1.0/warehouses/0123456789abcdef',
      cidrs: ['10.40.0.0/28'],
    },
  },
});
const withAirflow = renderManaged({
  services: {
    transforms: config,
    orchestration: orchestration.config.parse({}),
  },
});
const alone = renderManaged({ services: { transforms: config } });

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: string[];
  readonly env: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef: { name: string; key: string } };
  }[];
}

interface CronJob {
  readonly suspend?: boolean;
  readonly schedule: string;
  readonly jobTemplate: {
    spec: {
      backoffLimit: number;
      template: {
        spec: { initContainers: Container[]; containers: [Container] };
      };
    };
  };
}

const job = (name: string, rendered = withAirflow) => specOf<CronJob>(the(rendered, 'CronJob', name));
const pod = (name: string) => job(name).jobTemplate.spec.template.spec;
const environment = ({ env }: Container) =>
  Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, valueFrom?.secretKeyRef.name ?? value]));
const dataOf = (name: string) =>
  (
    the(withAirflow, 'ConfigMap', name) as unknown as {
      data: Record<string, string>;
    }
  ).data;

test('objects of the service', () => {
  expect(places(withAirflow).filter((place) => /^k8s\/50-transforms/.test(place))).toMatchInlineSnapshot(`
    [
      "k8s/50-transforms/ConfigMap/dbt-acme",
      "k8s/50-transforms/ConfigMap/dbt-shop",
      "k8s/50-transforms/ConfigMap/run-dbt",
      "k8s/50-transforms/CronJob/dbt-acme",
      "k8s/50-transforms/CronJob/dbt-shop",
      "k8s/50-transforms/Deployment/transform-metrics",
      "k8s/50-transforms/NetworkPolicy/dbt-acme",
      "k8s/50-transforms/NetworkPolicy/dbt-shop",
      "k8s/50-transforms/NetworkPolicy/transform-metrics",
      "k8s/50-transforms/Role/airflow-runs",
      "k8s/50-transforms/RoleBinding/airflow-runs",
      "k8s/50-transforms/Service/transform-metrics",
    ]
  `);
});

test('Airflow keeps the times where it runs, Kubernetes where it does not', () => {
  expect(job('dbt-shop')).toMatchObject({
    suspend: true,
    schedule: '5 6 * * *',
  });
  expect(job('dbt-shop', alone)).toMatchObject({
    suspend: false,
    schedule: '5 6 * * *',
  });
  expect(places(alone).filter((place) => /Role/.test(place) && /transforms/.test(place))).toEqual([]);
});

test('every project has a DAG, which tasks of Airflow may start and nobody else', () => {
  const runs = JSON.parse(dataOf('airflow-site-dags')['site_runs.json'] ?? '[]');
  expect(runs).toContainEqual(
    expect.objectContaining({
      dag: 'dbt_shop',
      namespace: 'transforms',
      cronJob: 'dbt-shop',
      schedule: '5 6 * * *',
    }),
  );
  expect(the(withAirflow, 'RoleBinding', 'airflow-runs')).toMatchObject({
    metadata: { namespace: 'transforms' },
    subjects: [
      {
        kind: 'ServiceAccount',
        name: 'airflow-tasks',
        namespace: 'orchestration',
      },
    ],
  });
  expect(the(withAirflow, 'Role', 'airflow-runs')).toMatchObject({
    rules: expect.arrayContaining([
      expect.objectContaining({
        resourceNames: ['dbt-shop', 'dbt-acme'],
        verbs: ['get'],
      }),
    ]),
  });
});

test('a failed run has failed: Airflow decides whether there is another one', () => {
  expect(job('dbt-shop').jobTemplate.spec.backoffLimit).toBe(0);
});

test('what a run does comes from the project', () => {
  expect(environment(pod('dbt-shop').containers[0])).toMatchObject({
    PROJECT: 'shop',
    PROJECT_FOLDER: '/source/current/models/shop',
    COMMAND: 'build',
    SELECT: 'tag:daily +orders',
    SOURCE_FRESHNESS: 'true',
    DB_HOST: 'transforms-warehouse',
    DBT_ENV_SECRET_DB_PASSWORD: 'transforms-warehouse',
  });
  expect(environment(pod('dbt-acme').containers[0])).toMatchObject({
    COMMAND: 'run',
  });
});

test('a profile names variables where secrets go', () => {
  expect(parse(dataOf('dbt-shop')['profiles.yml'] ?? '').evenkeel.outputs.site).toMatchObject({
    type: 'postgres',
    password: "{{ env_var('DBT_ENV_SECRET_DB_PASSWORD') }}",
    sslmode: 'verify-full',
    schema: 'analytics',
    threads: 4,
  });
  expect(parse(dataOf('dbt-acme')['profiles.yml'] ?? '').evenkeel.outputs.site).toMatchObject({
    type: 'databricks',
    client_secret: "{{ env_var('DBT_ENV_SECRET_DATABRICKS_CLIENT_SECRET') }}",
  });
  expect(environment(pod('dbt-acme').containers[0])).toMatchObject({
    DBT_ENV_SECRET_DATABRICKS_CLIENT_SECRET: 'transforms-outside-acme',
  });
});

test('a warehouse with private addresses is reached there', () => {
  const { egress } = specOf<{
    egress: { to: { ipBlock?: { cidr: string } }[] }[];
  }>(the(withAirflow, 'NetworkPolicy', 'dbt-acme'));
  expect(egress.flatMap(({ to }) => to.map(({ ipBlock }) => ipBlock?.cidr))).toContain('10.40.0.0/28');
});

test('an image that holds everything is used as it is', () => {
  const own = renderManaged({
    services: {
      transforms: transforms.config.parse({
        projects: { shop: { source } },
        packages: { image: 'registry.example.com/dbt:1' },
      }),
    },
  });
  const { initContainers, containers } = job('dbt-shop', own).jobTemplate.spec.template.spec;
  expect(initContainers.map(({ name }) => name)).toEqual(['source']);
  expect(containers[0].image).toBe('registry.example.com/dbt:1');
});

test('the DAGs are a bundle of their own beside those of the repository, in the processor and in every task', () => {
  const processor = specOf<{
    template: { spec: { containers: [Container & { volumeMounts: { mountPath: string }[] }] } };
  }>(the(withAirflow, 'Deployment', 'airflow-dag-processor')).template.spec.containers[0];
  const bundles = JSON.parse(environment(processor).AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST ?? '[]');
  expect(bundles.map(({ name }: { name: string }) => name)).toEqual(['dags-folder', 'site']);
  const file = '/opt/evenkeel/dags/site_runs.py';
  expect(processor.volumeMounts.map(({ mountPath }) => mountPath)).toContain(file);
  const [task] = parse(dataOf('airflow-task')['task.yaml'] ?? '').spec.containers;
  expect(task.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toContain(file);
});
