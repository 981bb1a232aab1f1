import { dataQualitySignals } from '../../../charts/data-quality/signals';
import { dataQuality, orchestration, transforms } from '../../../services';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const config = dataQuality.config.parse({
  suites: {
    orders: {
      data: { from: 'files', path: 'orders/today.parquet' },
      expectations: [
        {
          type: 'expect_column_values_to_not_be_null',
          kwargs: { column: 'id' },
        },
      ],
      newestRow: { column: 'ordered_at', maxAgeMinutes: 90 },
      failureAction: 'report',
      freshnessMinutes: 120,
    },
    acme: {
      data: {
        from: 'warehouse',
        warehouse: 'acme',
        query: 'SELECT * FROM orders',
      },
      definitions: {
        repository: 'https://git.example.com/shop/quality.git',
        revision: 'v1',
      },
    },
  },
  warehouses: {
    acme: {
      kind: 'snowflake',
      host: 'acme-analytics.snowflakecomputing.com',
      warehouse: 'LOADING',
      database: 'SHOP',
      role: 'READER',
    },
  },
});
const rendered = renderManaged({
  services: {
    dataQuality: config,
    orchestration: orchestration.config.parse({}),
  },
});

interface Container {
  readonly name: string;
  readonly args: string[];
  readonly env: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef: { name: string } };
  }[];
}
interface Pod {
  readonly serviceAccountName?: string;
  readonly initContainers: Container[];
  readonly containers: [Container];
}
const pod = (name: string) =>
  specOf<{ jobTemplate: { spec: { template: { spec: Pod } } } }>(the(rendered, 'CronJob', name)).jobTemplate.spec
    .template.spec;
const environment = ({ env }: Container) =>
  Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, valueFrom?.secretKeyRef.name ?? value]));

test('objects of the service', () => {
  expect(places(rendered).filter((place) => /^k8s\/50-data-quality/.test(place))).toMatchInlineSnapshot(`
    [
      "k8s/50-data-quality/ConfigMap/run-suite",
      "k8s/50-data-quality/CronJob/quality-acme",
      "k8s/50-data-quality/CronJob/quality-orders",
      "k8s/50-data-quality/Deployment/quality-metrics",
      "k8s/50-data-quality/NetworkPolicy/quality-acme",
      "k8s/50-data-quality/NetworkPolicy/quality-metrics",
      "k8s/50-data-quality/NetworkPolicy/quality-orders",
      "k8s/50-data-quality/Role/airflow-runs",
      "k8s/50-data-quality/RoleBinding/airflow-runs",
      "k8s/50-data-quality/Service/quality-metrics",
    ]
  `);
});

test('a suite is told what it expects, of which rows, and what to do when it does not hold', () => {
  expect(environment(pod('quality-orders').containers[0])).toMatchObject({
    SUITE: 'orders',
    SOURCE: 'files',
    EXPECTATIONS: '[{"type":"expect_column_values_to_not_be_null","kwargs":{"column":"id"}}]',
    NEWEST_COLUMN: 'ordered_at',
    NEWEST_MAX_AGE_SECONDS: '5400',
    FAILURE_ACTION: 'report',
  });
});

test('only what reads the bucket has the identity that may', () => {
  expect(pod('quality-orders').serviceAccountName).toBe('quality');
  expect(pod('quality-acme').serviceAccountName).toBeUndefined();
  expect(pod('quality-orders').initContainers.map(({ name }) => name)).toEqual(['data', 'packages']);
});

test('an outside warehouse is signed in to by its own credential', () => {
  expect(pod('quality-acme').initContainers.map(({ name }) => name)).toEqual(['source', 'packages']);
  expect(environment(pod('quality-acme').containers[0])).toMatchObject({
    SOURCE: 'snowflake',
    QUERY: 'SELECT * FROM orders',
    SNOWFLAKE_KEY: 'data-quality-outside-acme',
    DEFINITIONS: '/source/current/expectations.json',
  });
});

test('each suite is late by its own measure', () => {
  const late = dataQualitySignals
    .alerts(config, { availabilityPercent: 95 })
    .find(({ name }) => name === 'DataNotLookedAt');
  expect(late?.expression).toContain('suite="orders"}) > 7200');
  expect(late?.expression).toContain('suite="acme"}) > 93600');
  expect(
    dataQualitySignals.levels(dataQuality.config.parse({}), {
      availabilityPercent: 95,
    }),
  ).toEqual([]);
});

describe('a suite over the database that dbt builds', () => {
  const services = {
    dataQuality: dataQuality.config.parse({
      ownKey: false,
      suites: {
        built: {
          data: { from: 'transforms', query: 'SELECT * FROM analytics.orders' },
          expectations: [{ type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1 } }],
        },
      },
    }),
    transforms: transforms.config.parse({
      ownKey: false,
      projects: { shop: { source: { repository: 'https://git.example.com/shop.git', revision: 'v1' } } },
    }),
  };
  const local = renderLocal({ services });
  const template = specOf<{
    jobTemplate: { spec: { template: { metadata: { labels: Record<string, string> }; spec: Pod } } };
  }>(the(local, 'CronJob', 'quality-built')).jobTemplate.spec.template;
  const envOf = (name: string) => template.spec.containers[0].env.find((one) => one.name === name);

  test('signs in as the reader, never as the owner', () => {
    for (const name of ['PGHOST', 'PGUSER', 'PGPASSWORD']) {
      expect(envOf(name)?.valueFrom?.secretKeyRef.name).toBe('data-quality-transforms');
    }
    expect(JSON.stringify(template)).not.toContain('transforms-warehouse-app');
    const role = the(local, 'Role', 'data-quality-transforms-reader') as unknown as { rules: object[] };
    expect(role.rules[0]).toMatchObject({ resourceNames: ['transforms-warehouse-reader'], verbs: ['get'] });
  });

  test('is let in by its label, and goes nowhere else', () => {
    expect(template.metadata.labels).toMatchObject({ 'evenkeel.dev/uses-transforms-warehouse': 'true' });
    const ingress = JSON.stringify(specOf(the(local, 'NetworkPolicy', 'transforms-warehouse')).ingress);
    expect(ingress).toContain('"evenkeel.dev/uses-transforms-warehouse":"true"');
  });

  test('a job of the owner lets the reader read, and no more', () => {
    const { data } = the(local, 'ConfigMap', 'transforms-warehouse-reader') as unknown as {
      data: Record<string, string>;
    };
    expect(data['grants.sql']).toContain('ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO "warehouse_reader";');
    expect(data['grants.sql']).not.toMatch(/INSERT|UPDATE|DELETE|REPLICATION|GRANT ALL/);
  });

  test('without expectations the database has one user', () => {
    const alone = renderLocal({ services: { transforms: services.transforms } });
    expect(places(alone).filter((place) => place.includes('warehouse-reader'))).toEqual([]);
  });
});
