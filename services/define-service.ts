import type { z } from 'zod';
import type { NeedMap } from './needs';
import type { OperatorName } from './operators';

/** How bad it is to lose the data: decides which recovery mechanisms are allowed. */
export type RecoveryClass = 'rebuildable' | 'business' | 'regulated';

/** Service level objectives; alerts, dashboards and canary analysis come from these numbers. */
export interface Objectives {
  /** Share of good requests over 30 days, e.g. 99.5. */
  readonly availabilityPercent: number;
  /** 95th percentile of the server's response time. */
  readonly p95Ms: number;
}

/**
 * A service is a value: what can be configured, what it needs, what must run before it and what it promises.
 * Its one chart is registered under the same name in `charts/`; everything else follows from this value.
 */
export interface ServiceDefinition<
  Name extends string = string,
  Config extends z.ZodType = z.ZodType,
  Needs extends NeedMap = NeedMap,
> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  readonly namespace: string;
  readonly config: Config;
  /** Pure: the same config always gives the same needs. */
  needs(config: z.output<Config>): Needs;
  readonly operators: readonly OperatorName[];
  objectives(config: z.output<Config>): Objectives;
  readonly recoveryClass: RecoveryClass;
}

/** Types a service definition without widening its name, config or needs. */
export function defineService<const Name extends string, Config extends z.ZodType, Needs extends NeedMap>(
  definition: ServiceDefinition<Name, Config, Needs>,
): ServiceDefinition<Name, Config, Needs> {
  return definition;
}

/** The needs of a service definition, by name. */
export type NeedsOf<S> = S extends ServiceDefinition<string, infer _C, infer Needs> ? Needs : never;
/** The resolved configuration of a service definition. */
export type ConfigOf<S> = S extends ServiceDefinition<string, infer Config, infer _N> ? z.output<Config> : never;
