import type { BucketBinding } from '../../../constructs/contracts';
import { tableStore } from '../../../constructs/kubernetes/table-storage';
import { dataQuality, lakehouse, transforms } from '../../../services';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const source = {
  repository: 'https://git.example.com/shop/dbt.git',
  revision: 'v3.1.0',
};
const services = {
  lakehouse: lakehouse.config.parse({
    workers: 4,
    warehouses: {
      acme: {
        kind: 'databricks',
        host: 'dbc-1234.cloud.databricks.com',
        httpPath: '/sql/1.0/warehouses/0123456789abcdef',
      },
    },
  }),
  transforms: transforms.config.parse({
    projects: { lake: { source, warehouse: 'lakehouse' } },
  }),
  dataQuality: dataQuality.config.parse({
    suites: {
      lake: {
        data: {
          from: 'lakehouse',
          query: 'SELECT * FROM lakehouse.shop.orders',
        },
        newestRow: { column: 'at', maxAgeMinutes: 60 },
      },
    },
  }),
};
const managed = renderManaged({ services });
const local = renderLocal({
  services: { lakehouse: lakehouse.config.parse({ ownKey: false }) },
});

interface Pod {
  readonly containers: [
    {
      env: {
        name: string;
        value?: string;
        valueFrom?: { secretKeyRef: { name: string } };
      }[];
      args: string[];
    },
  ];
}
const podOf = (kind: string, name: string, rendered = managed) =>
  specOf<{
    replicas: number;
    strategy: { type: string };
    template: { spec: Pod; metadata: { labels: object } };
  }>(the(rendered, kind, name));
const environment = ({ containers: [{ env }] }: Pod) =>
  Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, valueFrom?.secretKeyRef.name ?? value]));
const dataOf = (name: string, rendered = managed) =>
  (
    the(rendered, 'ConfigMap', name) as unknown as {
      data: Record<string, string>;
    }
  ).data;
const properties = (text = ''): Record<string, string> =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

test('objects of the service', () => {
  expect(places(managed).filter((place) => /^k8s\/\d+-lakehouse/.test(place))).toMatchInlineSnapshot(`
    [
      "k8s/30-lakehouse-data/ExternalSecret/lakehouse-catalog",
      "k8s/30-lakehouse-data/ExternalSecret/lakehouse-cluster-secret",
      "k8s/30-lakehouse-data/ExternalSecret/lakehouse-encryption-key",
      "k8s/30-lakehouse-data/ExternalSecret/lakehouse-outside-acme",
      "k8s/40-lakehouse-migration/Job/lakekeeper-migration-aaf839ee",
      "k8s/40-lakehouse-migration/NetworkPolicy/lakekeeper-migration",
      "k8s/50-lakehouse-access/HTTPRoute/lakehouse-web",
      "k8s/50-lakehouse/ConfigMap/trino",
      "k8s/50-lakehouse/ConfigMap/trino-catalogs",
      "k8s/50-lakehouse/ConfigMap/trino-worker",
      "k8s/50-lakehouse/CronJob/check-acme",
      "k8s/50-lakehouse/Deployment/lakekeeper",
      "k8s/50-lakehouse/Deployment/trino",
      "k8s/50-lakehouse/Deployment/trino-worker",
      "k8s/50-lakehouse/Deployment/warehouse-metrics",
      "k8s/50-lakehouse/Job/lakehouse-warehouse-aa3cc9e5",
      "k8s/50-lakehouse/NetworkPolicy/check-acme",
      "k8s/50-lakehouse/NetworkPolicy/lakehouse-warehouse",
      "k8s/50-lakehouse/NetworkPolicy/lakekeeper",
      "k8s/50-lakehouse/NetworkPolicy/trino",
      "k8s/50-lakehouse/NetworkPolicy/trino-worker",
      "k8s/50-lakehouse/NetworkPolicy/warehouse-metrics",
      "k8s/50-lakehouse/PodDisruptionBudget/lakekeeper",
      "k8s/50-lakehouse/PodDisruptionBudget/trino-worker",
      "k8s/50-lakehouse/Service/lakekeeper",
      "k8s/50-lakehouse/Service/trino",
      "k8s/50-lakehouse/Service/trino-worker",
      "k8s/50-lakehouse/Service/warehouse-metrics",
    ]
  `);
});

test('one coordinator that is never doubled, and the stated workers', () => {
  expect(podOf('Deployment', 'trino')).toMatchObject({
    replicas: 1,
    strategy: { type: 'Recreate' },
  });
  expect(podOf('Deployment', 'trino-worker').replicas).toBe(4);
  expect(podOf('Deployment', 'lakekeeper').replicas).toBe(2);
});

test('memory of the engine fits its pods, and what a query may take grows with the workers', () => {
  const config = properties(dataOf('trino-worker')['config.properties']);
  const heap = Number(/-Xmx(\d+)M/.exec(dataOf('trino-worker')['jvm.config'] ?? '')?.[1]);
  const perNode = Number.parseInt(config['query.max-memory-per-node'] ?? '', 10);
  expect(heap).toBe(12_288);
  expect(perNode + Number.parseInt(config['memory.heap-headroom-per-node'] ?? '', 10)).toBeLessThan(heap);
  expect(config['query.max-memory']).toBe(`${perNode * 4}MB`);
});

test('no secret stands in the configuration', () => {
  const config = properties(dataOf('trino')['config.properties']);
  expect(config['internal-communication.shared-secret']).toMatch(/^\$\{ENV:TRINO_CLUSTER_SECRET\}$/);
  expect(environment(podOf('Deployment', 'trino').template.spec).TRINO_CLUSTER_SECRET).toBe('lakehouse-cluster-secret');
  const store = properties(dataOf('trino-catalogs', local)['lakehouse.properties']);
  expect(store['s3.aws-secret-key']).toMatch(/^\$\{ENV:AWS_SECRET_ACCESS_KEY\}$/);
  expect(environment(podOf('Deployment', 'trino', local).template.spec).AWS_SECRET_ACCESS_KEY).toBe('lakehouse-tables');
});

test('the engine asks the catalogue, which knows where the tables lie', () => {
  const store = properties(dataOf('trino-catalogs', local)['lakehouse.properties']);
  expect(store).toMatchObject({
    'iceberg.catalog.type': 'rest',
    'iceberg.rest-catalog.uri': 'http://lakekeeper.lakehouse.svc:8181/catalog',
    'iceberg.rest-catalog.warehouse': 'lakehouse',
    's3.endpoint': 'http://lakehouse-tables.lakehouse.svc:8333',
  });
});

test('the same file settings for every kind of store, by its address', () => {
  const binding = (uri: string, env: BucketBinding['env'] = {}): BucketBinding => ({
    name: 'tables',
    uri,
    env,
    hadoop: { uri, settings: {}, jars: [] },
    egress: [],
  });
  expect(tableStore(binding('s3://tables', { AWS_REGION: 'eu-west-1' }))).toMatchObject({
    profile: {
      type: 's3',
      flavor: 'aws',
      region: 'eu-west-1',
      'sts-enabled': false,
    },
    credential: { 'credential-type': 'aws-system-identity' },
    engine: { 'fs.s3.enabled': 'true', 's3.region': 'eu-west-1' },
  });
  expect(tableStore(binding('gs://tables', { GOOGLE_CLOUD_PROJECT: 'shop' }))).toMatchObject({
    credential: { 'credential-type': 'gcp-system-identity' },
    engine: { 'fs.gcs.enabled': 'true', 'gcs.project-id': 'shop', 'gcs.auth-type': 'APPLICATION_DEFAULT' },
  });
  expect(tableStore(binding('wasbs://tables@shopdata.blob.core.windows.net'))).toMatchObject({
    profile: { type: 'adls', 'account-name': 'shopdata', filesystem: 'tables' },
    credential: { 'credential-type': 'azure-system-identity' },
  });
});

test('a worker is told to leave and does so by itself; the coordinator cannot be', () => {
  interface Leaving {
    readonly terminationGracePeriodSeconds: number;
    readonly containers: readonly { readonly lifecycle?: { readonly preStop: object } }[];
  }
  const leaving = (name: string) => podOf('Deployment', name).template.spec as unknown as Leaving;
  const told = JSON.stringify(leaving('trino-worker').containers[0]?.lifecycle);
  expect(told).toContain('SHUTTING_DOWN');
  const grace = Number.parseInt(
    properties(dataOf('trino-worker')['config.properties'])['shutdown.grace-period'] ?? '',
    10,
  );
  expect(leaving('trino-worker').terminationGracePeriodSeconds).toBeGreaterThan(grace * 2);
  expect(leaving('trino').containers[0]?.lifecycle).toBeUndefined();
  expect(dataOf('trino-worker')['rules.json']).toContain('"write"');
  expect(dataOf('trino')['rules.json']).not.toContain('"write"');
});

test('nobody is sent to a node that still loads its catalogues', () => {
  const [{ startupProbe }] = podOf('Deployment', 'trino').template.spec.containers as unknown as [
    { startupProbe: { httpGet: { path: string } } },
  ];
  expect(startupProbe.httpGet.path).toBe('/metrics');
});

test('runs of dbt and of expectations reach the engine, and nobody else does unasked', () => {
  const labels = (name: string) =>
    specOf<{
      jobTemplate: { spec: { template: { metadata: { labels: object } } } };
    }>(the(managed, 'CronJob', name)).jobTemplate.spec.template.metadata.labels;
  expect(labels('dbt-lake')).toHaveProperty(['evenkeel.dev/calls-lakehouse'], 'true');
  expect(labels('quality-lake')).toHaveProperty(['evenkeel.dev/calls-lakehouse'], 'true');
  const { ingress } = specOf<{
    ingress: { from: { podSelector?: { matchLabels: object } }[] }[];
  }>(the(managed, 'NetworkPolicy', 'trino-worker'));
  expect(JSON.stringify(ingress)).not.toContain('calls-lakehouse');
});

test('an outside warehouse is checked over the internet, with its credential out of sight', () => {
  const { schedule, jobTemplate } = specOf<{
    schedule: string;
    jobTemplate: { spec: { template: { spec: Pod } } };
  }>(the(managed, 'CronJob', 'check-acme'));
  expect(schedule).toBe('*/15 * * * *');
  const { spec } = jobTemplate.spec.template;
  expect(environment(spec)).toMatchObject({
    HOST: 'dbc-1234.cloud.databricks.com',
    CLIENT_SECRET: 'lakehouse-outside-acme',
  });
  expect(JSON.stringify(specOf(the(managed, 'NetworkPolicy', 'check-acme')))).toContain('"169.254.0.0/16"');
});
