import type { ServiceDefinition } from './define-service';
import { tracking } from './tracking';

/** The catalogue: the one list of services. A chart of the same name must exist, or nothing compiles. */
export const services = { tracking } as const satisfies Readonly<Record<string, ServiceDefinition>>;

export type ServiceName = keyof typeof services;
export type Services = typeof services;

export * from './complaint';
export * from './define-service';
export * from './needs';
export { type Objectives, objectivesSchema, type SomeObjectives } from './objectives';
export { type OperatorDefinition, type OperatorName, operators } from './operators';
export { tracking };
