import { componentLabels } from '../../constructs/kubernetes/component-labels';

const feastVersion = '0.67.0';
/** With the drivers of Redis, PostgreSQL, DuckDB and the object stores. */
export const feastImage = `quay.io/feastdev/feature-server:${feastVersion}`;

/** The same release as a Python package, with the driver that sources in PostgreSQL are described by. */
export const feastRequirement = `feast[postgres]==${feastVersion}`;

/** The image's own account; its files belong to the group 0. */
export const feastUser = 1001;
export const feastGroup = 0;

export const ports = { http: 6566, ui: 8888, metrics: 8000 } as const;
export const serviceName = 'feast';

/** Home and temporary files: gunicorn and DuckDB write below the home folder. */
export const homePath = '/tmp';
export const configPath = '/etc/feast';
export const configMapName = 'feast-config';
export const configFile = 'feature_store.yaml';
export const cachePath = '/etc/feast-online';
/** The service in kebab case. */
export const owner = 'feature-store';
export const project = 'feast';

const software = { name: 'feast', version: feastVersion } as const;
export const components = {
  server: { ...software, component: 'server' },
  ui: { ...software, component: 'ui' },
  schema: { ...software, component: 'schema' },
  definitions: { ...software, component: 'definitions' },
  materialization: { ...software, component: 'materialization' },
  registryCopy: { ...software, component: 'registry-copy' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) => componentLabels(owner, components[component]).selector;
