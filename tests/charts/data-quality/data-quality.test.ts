import { dataQualitySignals } from '../../../charts/data-quality/signals';
import { dataQuality, orchestration } from '../../../services';
import { places, renderManaged, specOf, the } from '../site-rendering';

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
