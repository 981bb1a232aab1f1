import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { tracking } from '../../services';

/** 2026: the newest release whose full image is published. */
const mlflowVersion = '3.17.0';

/** The plain image has no database or cloud drivers. */
export const mlflowImage = `ghcr.io/mlflow/mlflow:v${mlflowVersion}-full`;

/** The image runs as root unless told otherwise; nothing in it needs a user of its own. */
export const mlflowUser = 1000;

export const mlflowPort = 5000;
export const serviceName = 'mlflow';
/** Where the image lets a read-only root be written to. */
export const scratchPath = '/tmp';
/** Counters of the workers, shared through files. */
export const metricsPath = `${scratchPath}/metrics`;

const software = { name: 'mlflow', version: mlflowVersion } as const;
export const components = {
  server: { ...software, component: 'server' },
  migration: { ...software, component: 'migration' },
  garbageCollection: { ...software, component: 'garbage-collection' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) =>
  componentLabels(tracking.name, components[component]).selector;
