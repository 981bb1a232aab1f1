export type { ContainerSpec } from './container';
export type { Mount } from './mount';
export { NodeAgent } from './node-agent';
export { OneTimeJob } from './one-time-job';
export { podManifest } from './pod-manifest';
export { workloadLabels } from './pod-props';
export { ScheduledJob } from './scheduled-job';
export { Server, type ServerProps } from './server';
export { headlessName, StatefulServer } from './stateful-server';
