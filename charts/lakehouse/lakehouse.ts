import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { lakehouse } from '../../services';

const lakekeeperVersion = 'v0.14.0';
const trinoVersion = '483';

export const lakekeeperImage = `quay.io/lakekeeper/catalog:${lakekeeperVersion}`;
export const trinoImage = `docker.io/trinodb/trino:${trinoVersion}`;

export const { namespace } = lakehouse;
export const owner = 'lakehouse';
/** The users of the images. */
export const users = { catalog: 65_532, engine: 1000 } as const;

export const catalogName = 'lakekeeper';
export const engineName = 'trino';
/** Name of the one warehouse in the catalogue, and of the catalogue in SQL. */
export const warehouse = 'lakehouse';
export const ports = { catalog: 8181, catalogMetrics: 9000, sql: 8080 } as const;

const lakekeeper = { name: 'lakekeeper', version: lakekeeperVersion } as const;
const trino = { name: 'trino', version: trinoVersion } as const;
export const components = {
  catalog: { ...lakekeeper, component: 'catalog' },
  migration: { ...lakekeeper, component: 'migration' },
  warehouse: { ...lakekeeper, component: 'warehouse' },
  coordinator: { ...trino, component: 'coordinator' },
  worker: { ...trino, component: 'worker' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) => componentLabels(owner, components[component]).selector;

export const catalogUrl = `http://${catalogName}.${namespace}.svc:${ports.catalog}`;
export const engineUrl = `http://${engineName}.${namespace}.svc:${ports.sql}`;
