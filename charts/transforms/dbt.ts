import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { transforms } from '../../services';

/** The newest release of the line that every adapter below works with. */
const dbtVersion = '1.11.16';

/** Adapter of each kind of warehouse, as tried together with that release. */
const adapters = {
  postgres: 'dbt-postgres==1.11.0',
  trino: 'dbt-trino==1.11.0',
  snowflake: 'dbt-snowflake==1.12.3',
  databricks: 'dbt-databricks==1.12.7',
} as const;

export type Adapter = keyof typeof adapters;

export const requirementsOf = (adapter: Adapter): string[] => [`dbt-core==${dbtVersion}`, adapters[adapter]];

export const user = 1000;
export const { namespace } = transforms;
export const owner = 'transforms';
export const runMetrics = { name: 'transform-metrics', namespace, owner } as const;

export const software = { name: 'dbt', version: dbtVersion, component: 'run' } as const;
export const runPods = componentLabels(owner, software).selector;
