import type { EndpointBinding, EnvValue, NetworkPeer, SharedBucketBinding } from '../../constructs/contracts';
import type { Batch } from '../../services/processing-batches';
import type { Stream } from '../../services/processing-streams';
import { icebergRuntime } from '../../services/processing-tables';
import { warehouse } from '../lakehouse/lakehouse';
import type { ProcessingProps } from './processing-props';

/** Reads and writes files by the same client as everything else here, so that no second one has to be brought. */
const fileIo = 'org.apache.iceberg.hadoop.HadoopFileIO';
/** Name of the catalogue in SQL. */
const catalogName = 'lakehouse';

interface Tables {
  readonly catalog: EndpointBinding;
  readonly files: SharedBucketBinding;
}

/** Where the tables are, for a program that asks for them. */
export function tablesOf({ bindings }: ProcessingProps, program: Stream | Batch): Tables | undefined {
  if (!program.catalog) return undefined;
  const { catalog, tables } = bindings;
  if (!catalog || !tables) throw new Error('a program has no lakehouse');
  return { catalog, files: tables };
}

const catalogUri = ({ catalog }: Tables): string => `${catalog.url}/catalog`;

const runtime = (artifact: string): string =>
  `org/apache/iceberg/${artifact}/${icebergRuntime.version}/${artifact}-${icebergRuntime.version}.jar`;

/** Paths in a Maven repository, one for every minor version of the engines. */
export const sparkTableJar = ({ sparkVersion }: Batch): string =>
  runtime(`iceberg-spark-runtime-${sparkVersion.split('.').slice(0, 2).join('.')}_2.13`);
/** The newest that Iceberg releases; Flink keeps its interfaces within a major version. */
export const flinkTableJar = runtime(`iceberg-flink-runtime-${icebergRuntime.flink}`);

/** `SELECT * FROM lakehouse.<namespace>.<table>` in any program of Spark. */
export function sparkTables(tables: Tables): Readonly<Record<string, string>> {
  const catalog = `spark.sql.catalog.${catalogName}`;
  return {
    'spark.sql.extensions': 'org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions',
    [catalog]: 'org.apache.iceberg.spark.SparkCatalog',
    [`${catalog}.type`]: 'rest',
    [`${catalog}.uri`]: catalogUri(tables),
    [`${catalog}.warehouse`]: warehouse,
    [`${catalog}.io-impl`]: fileIo,
  };
}

/** The catalogue names files by `s3:`, which Hadoop's client calls `s3a:`. */
export const tableSettings = ({ files }: Tables): Readonly<Record<string, string>> => ({
  ...files.hadoop.settings,
  ...(files.uri.startsWith('s3:') ? { 'fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem' } : {}),
});

const quoted = (text: string): string => `'${text}'`;

/** What a program of Flink makes its catalogue from: the words one by one, and the whole statement. */
export function flinkTables(tables: Tables): Readonly<Record<string, EnvValue>> {
  const properties = {
    type: 'iceberg',
    'catalog-type': 'rest',
    uri: catalogUri(tables),
    warehouse,
    'io-impl': fileIo,
  };
  const list = Object.entries(properties).map(([key, value]) => `${quoted(key)} = ${quoted(value)}`);
  return {
    ICEBERG_CATALOG_URI: properties.uri,
    ICEBERG_WAREHOUSE: warehouse,
    ICEBERG_FILE_IO: fileIo,
    ICEBERG_CATALOG_SQL: `CREATE CATALOG ${catalogName} WITH (${list.join(', ')})`,
  };
}

/** Labels of pods that ask the catalogue and read files. */
export const tableLabels = (tables: Tables | undefined): Readonly<Record<string, string>> => ({
  ...tables?.catalog.podLabels,
  ...tables?.files.podLabels,
});

/** The ways there, for the policy of all programs of an engine. */
export const tableEgress = (
  props: ProcessingProps,
  programs: Readonly<Record<string, Stream | Batch>>,
): NetworkPeer[] =>
  Object.values(programs)
    .flatMap((program) => tablesOf(props, program) ?? [])
    .slice(0, 1)
    .flatMap(({ catalog, files }) => [...catalog.egress, ...files.egress]);
