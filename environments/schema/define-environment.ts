import type { EnvironmentInput } from './environment-schema';

/**
 * Types an environment file for the editor. Nothing is checked here, and nothing is loaded: the build reads the file
 * and names all its findings at once.
 */
export const defineEnvironment = (environment: EnvironmentInput): EnvironmentInput => environment;
