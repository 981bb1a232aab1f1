import { lakehouse, processing } from '../../../services';
import { renderLocal, renderManaged, specOf, the } from '../site-rendering';

const programs = processing.config.parse({
  streams: {
    sessions: { jar: '/sessions.jar', entryClass: 'Sessions', catalog: 'lakehouse' },
    plain: { jar: '/plain.jar', entryClass: 'Plain' },
  },
  batches: {
    daily: { file: 'jobs/daily.py', catalog: 'lakehouse', sparkVersion: '4.0.1' },
    other: { file: 'jobs/other.py' },
  },
});
const services = { lakehouse: lakehouse.config.parse({ ownKey: false }), processing: programs };
const managed = renderManaged({ services });
const local = renderLocal({ services });

interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly { readonly env: readonly { readonly name: string; readonly value?: string }[] }[];
    readonly initContainers?: readonly {
      readonly env: readonly { readonly name: string; readonly value?: string }[];
    }[];
  };
}
interface Spark {
  readonly sparkConf: Readonly<Record<string, string>>;
  readonly hadoopConf: Readonly<Record<string, string>>;
  readonly driver: { readonly template: Pod };
  readonly executor: { readonly template: Pod };
}
interface Flink {
  readonly flinkConfiguration: Readonly<Record<string, string>>;
  readonly taskManager: { readonly podTemplate: Pod };
}
const spark = (name: string, site = managed) => specOf<Spark>(the(site, 'SparkApplication', name));
const flink = (name: string, site = managed) => specOf<Flink>(the(site, 'FlinkDeployment', name));
const envOf = ({ spec }: Pod) =>
  Object.fromEntries(spec.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);
const jarsOf = ({ spec }: Pod) =>
  spec.initContainers?.flatMap(({ env }) => env.find(({ name }) => name === 'JARS')?.value ?? []);

test('a batch finds the catalogue under one name in SQL', () => {
  expect(spark('daily').sparkConf).toMatchObject({
    'spark.sql.catalog.lakehouse': 'org.apache.iceberg.spark.SparkCatalog',
    'spark.sql.catalog.lakehouse.type': 'rest',
    'spark.sql.catalog.lakehouse.uri': 'http://lakekeeper.lakehouse.svc:8181/catalog',
    'spark.sql.catalog.lakehouse.warehouse': 'lakehouse',
  });
  expect(Object.keys(spark('other').sparkConf).filter((key) => key.includes('catalog'))).toEqual([]);
});

test('driver and executors fetch the runtime of their Spark, pinned', () => {
  for (const part of ['driver', 'executor'] as const) {
    expect(jarsOf(spark('daily')[part].template)?.[0]).toContain(
      'org/apache/iceberg/iceberg-spark-runtime-4.0_2.13/1.11.0/iceberg-spark-runtime-4.0_2.13-1.11.0.jar',
    );
  }
  expect(jarsOf(spark('other').driver.template)?.[0]).not.toContain('iceberg');
});

test('a stream gets the statement that makes its catalogue, and the runtime', () => {
  const pod = flink('sessions').taskManager.podTemplate;
  expect(envOf(pod).ICEBERG_CATALOG_SQL).toBe(
    "CREATE CATALOG lakehouse WITH ('type' = 'iceberg', 'catalog-type' = 'rest', 'uri' = 'http://lakekeeper.lakehouse.svc:8181/catalog', 'warehouse' = 'lakehouse', 'io-impl' = 'org.apache.iceberg.hadoop.HadoopFileIO')",
  );
  expect(jarsOf(pod)?.[0]).toContain('iceberg-flink-runtime-2.1-1.11.0.jar');
  expect(envOf(flink('plain').taskManager.podTemplate)).not.toHaveProperty('ICEBERG_CATALOG_SQL');
});

test('pods that use tables are let in by the catalogue, the others are not', () => {
  const label = 'evenkeel.dev/calls-lakehouse';
  expect(spark('daily').driver.template.metadata.labels).toHaveProperty([label], 'true');
  expect(flink('sessions').taskManager.podTemplate.metadata.labels).toHaveProperty([label], 'true');
  expect(spark('other').driver.template.metadata.labels).not.toHaveProperty([label]);
  expect(flink('plain').taskManager.podTemplate.metadata.labels).not.toHaveProperty([label]);
  for (const engine of ['spark', 'flink']) {
    const { egress } = specOf(the(managed, 'NetworkPolicy', engine));
    expect(JSON.stringify(egress)).toContain('"kubernetes.io/metadata.name":"lakehouse"');
  }
});

test('inside a cluster the store of the tables has settings of its own beside those of the programs', () => {
  const { hadoopConf, driver } = spark('daily', local);
  expect(hadoopConf).toMatchObject({
    'fs.s3a.endpoint': 'http://processing-files.processing.svc:8333',
    'fs.s3a.bucket.lakehouse-tables.endpoint': 'http://lakehouse-tables.lakehouse.svc:8333',
    'fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
  });
  expect(driver.template.metadata.labels).toHaveProperty(['evenkeel.dev/uses-lakehouse-tables'], 'true');
  expect(flink('sessions', local).flinkConfiguration).toHaveProperty(
    ['flink.hadoop.fs.s3a.bucket.lakehouse-tables.access.key'],
    'lakehouse-tables',
  );
});
