import { catalog } from './catalog';
import { dataQuality } from './data-quality';
import { type DatabaseKind, databaseNeed, databases } from './databases';
import type { ServiceDefinition } from './define-service';
import { featureStore } from './feature-store';
import { gateway } from './gateway';
import { lakehouse } from './lakehouse';
import { llm } from './llm';
import { modelMonitoring } from './model-monitoring';
import { monitoring } from './monitoring';
import { receiverKeys } from './monitoring-config';
import { orchestration } from './orchestration';
import { processing } from './processing';
import { scaling } from './scaling';
import { serving } from './serving';
import { streaming } from './streaming';
import { tracking } from './tracking';
import { transforms } from './transforms';
import { vectorStore } from './vector-store';
import { workbench } from './workbench';

/** The catalogue: the one list of services. A chart of the same name must exist, or nothing compiles. */
export const services = {
  tracking,
  orchestration,
  modelMonitoring,
  transforms,
  dataQuality,
  catalog,
  lakehouse,
  gateway,
  featureStore,
  streaming,
  processing,
  workbench,
  monitoring,
  databases,
  vectorStore,
  llm,
  serving,
  scaling,
} as const satisfies Readonly<Record<string, ServiceDefinition>>;

export type ServiceName = keyof typeof services;
export type Services = typeof services;

export * from './complaint';
export * from './define-service';
export * from './fast-volume';
export * from './kafka-parameters';
export * from './needs';
export { beyondBest, type Objectives, type SomeObjectives } from './objectives';
export { type OperatorDefinition, type OperatorName, operators } from './operators';
export * from './postgres-parameters';
export * from './server-parameters';
export * from './volume-words';
export type { DatabaseKind };
export {
  catalog,
  databaseNeed,
  databases,
  dataQuality,
  featureStore,
  gateway,
  lakehouse,
  llm,
  modelMonitoring,
  monitoring,
  orchestration,
  processing,
  receiverKeys,
  scaling,
  serving,
  streaming,
  tracking,
  transforms,
  vectorStore,
  workbench,
};
