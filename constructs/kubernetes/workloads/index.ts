export type { ContainerSpec } from './container';
export type { Mount } from './mount';
export { OneTimeJob, type OneTimeJobProps } from './one-time-job';
export { podManifest } from './pod-manifest';
export { type WorkloadProps, workloadLabels } from './pod-props';
export { ScheduledJob, type ScheduledJobProps } from './scheduled-job';
export { Server, type ServerProps } from './server';
export { headlessName, StatefulServer, type StatefulServerProps, type VolumeClaim } from './stateful-server';
