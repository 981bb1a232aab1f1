export { cloudFacts, type Jurisdiction } from '../facts';
export * from '../model';
export { type Environment, resolveEnvironment } from '../model/resolve-environment';
export { defineEnvironment } from './define-environment';
export type { EnvironmentConfig, EnvironmentInput } from './environment-schema';
