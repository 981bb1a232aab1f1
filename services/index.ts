import type { ServiceDefinition } from './define-service';
import { featureStore } from './feature-store';
import { gateway } from './gateway';
import { modelMonitoring } from './model-monitoring';
import { monitoring, receiverKeys } from './monitoring';
import { orchestration } from './orchestration';
import { streaming } from './streaming';
import { tracking } from './tracking';
import { workbench } from './workbench';

/** The catalogue: the one list of services. A chart of the same name must exist, or nothing compiles. */
export const services = {
  tracking,
  orchestration,
  modelMonitoring,
  gateway,
  featureStore,
  streaming,
  workbench,
  monitoring,
} as const satisfies Readonly<Record<string, ServiceDefinition>>;

export type ServiceName = keyof typeof services;
export type Services = typeof services;

export * from './complaint';
export * from './define-service';
export * from './needs';
export { beyondBest, type Objectives, type SomeObjectives } from './objectives';
export { type OperatorDefinition, type OperatorName, operators } from './operators';
export {
  featureStore,
  gateway,
  modelMonitoring,
  monitoring,
  orchestration,
  receiverKeys,
  streaming,
  tracking,
  workbench,
};
