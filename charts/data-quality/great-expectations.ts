import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { dataQuality } from '../../services';

const version = '1.24.1';

/** Without a warehouse: the library, and the reader of Parquet. */
export const requirements: readonly string[] = [`great-expectations==${version}`, 'pyarrow==26.0.1'];

/** What reads each kind of warehouse, by Python's database interface. */
export const clients = {
  lakehouse: 'trino==0.340.0',
  transforms: 'psycopg2-binary==2.9.13',
  snowflake: 'snowflake-connector-python==5.2.0',
  databricks: 'databricks-sql-connector==4.9.0',
} as const;

export const user = 1000;
export const { namespace } = dataQuality;
export const owner = 'data-quality';
export const runMetrics = { name: 'quality-metrics', namespace, owner } as const;

export const software = { name: 'great-expectations', version, component: 'run' } as const;
export const runPods = componentLabels(owner, software).selector;
