import type { z } from 'zod';
import type { Complaint } from './complaint';
import type { NamespaceCeiling } from './namespace-ceiling';
import type { NeedMap, RecoveryClass } from './needs';
import { type Objectives, objectivesSchema, type SomeObjectives, withinBest } from './objectives';
import type { OperatorName } from './operators';
import type { ChosenVolume } from './volume-words';

/** Names of the services of an environment, whatever their configuration. */
export type EnabledServices = ReadonlySet<string>;

/** What other services of the site may call: a Kubernetes Service of this one. */
export interface Endpoint {
  /** Name of the Kubernetes Service in the namespace of this service. */
  readonly name: string;
  readonly port: number;
  /** Scheme of its URL, e.g. `http`, `grpc`. */
  readonly scheme: string;
  /** Name of the service's `secret` need that its callers show. Default: it asks for none. */
  readonly key?: string;
}

/** What an author of a service states. */
export interface ServiceStatement<Name extends string, Config extends z.ZodObject, Needs extends NeedMap> {
  /** Its key in an environment file; camel case. */
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  readonly namespace: string;
  /** Namespace of its pods on every machine, which cannot be `restricted` like all others. Default: it has none. */
  readonly agentNamespace?: string;
  readonly config: Config;
  /** Pure: the same configuration beside the same services always gives the same needs. */
  needs(config: z.output<Config>, enabled: EnabledServices): Needs;
  /** Operators and third-party charts it relies on. */
  operators(config: z.output<Config>): readonly OperatorName[];
  /** What it promises unless the environment asks for something else. */
  objectives(config: z.output<Config>): Objectives;
  /** The best that it can keep as configured, with the reason in a comment; asking for more is an error. */
  best(config: z.output<Config>): SomeObjectives;
  /** What is wrong with the configuration beyond its form. Default: nothing. */
  complaints?(config: z.output<Config>, enabled: EnabledServices): readonly Complaint[];
  /** What its namespace may hold, where its configuration asks for more than every namespace may. Default: no more. */
  ceiling?(config: z.output<Config>): Partial<NamespaceCeiling>;
  /**
   * Labels of its volume claims that hold what nothing else has a copy of, each set by itself; they are copied as
   * `storage.snapshots` says. Default: it has none.
   */
  copiedVolumes?(config: z.output<Config>): readonly Readonly<Record<string, string>>[];
  /** Its volumes whose class an environment chooses. Default: none. */
  chosenVolumes?(config: z.output<Config>): readonly ChosenVolume[];
  /** Default: nobody calls it inside the cluster. */
  readonly endpoints?: Readonly<Record<string, Endpoint>>;
  /** Names of the endpoints that answer as configured. Default: all of them. */
  offered?(config: z.output<Config>): readonly string[];
  /**
   * Its servers may stop while nobody works: nothing arrives at them by itself. `when-named`: jobs that need them may run at
   * night, so somebody has to ask for it. Default: they stay up.
   */
  readonly stopsOffHours?: 'by-default' | 'when-named';
  readonly recoveryClass: RecoveryClass;
}

const withObjectives = <Config extends z.ZodObject>(config: Config) =>
  config.safeExtend({ objectives: objectivesSchema.optional() }).describe(config.description ?? '');

type WithObjectives<Config extends z.ZodObject> = z.ZodObject<
  Config['shape'] & { objectives: z.ZodOptional<typeof objectivesSchema> },
  z.core.$strict
>;

/**
 * A service is a value: what can be configured, what it needs, what must run before it and what it promises.
 * Its one chart is registered under the same name in `charts/`; everything else follows from this value.
 */
export interface ServiceDefinition<
  Name extends string = string,
  Config extends z.ZodObject = z.ZodObject,
  Needs extends NeedMap = NeedMap,
> extends Omit<ServiceStatement<Name, Config, Needs>, 'config'> {
  /** With the objectives that an environment may ask for. */
  readonly config: Config;
}

/** Types a service definition without widening its name, configuration or needs. */
export function defineService<const Name extends string, Config extends z.ZodObject, Needs extends NeedMap>(
  statement: ServiceStatement<Name, Config, Needs>,
): ServiceDefinition<Name, WithObjectives<Config>, Needs> {
  return { ...statement, config: withObjectives(statement.config) } as unknown as ServiceDefinition<
    Name,
    WithObjectives<Config>,
    Needs
  >;
}

/** What a service promises as configured: its defaults as far as it can keep them, and over them what the environment asks for. */
export const objectivesOf = <Config extends z.ZodObject>(
  service: Pick<ServiceDefinition<string, Config>, 'objectives' | 'best'>,
  config: z.output<Config>,
): Objectives => ({
  ...withinBest(service.objectives(config), service.best(config)),
  ...(config as { readonly objectives?: SomeObjectives }).objectives,
});

/** The needs of a service definition, by name. */
export type NeedsOf<S> = S extends ServiceDefinition<string, infer _C, infer Needs> ? Needs : never;
/** The resolved configuration of a service definition. */
export type ConfigOf<S> = S extends ServiceDefinition<string, infer Config, infer _N> ? z.output<Config> : never;
