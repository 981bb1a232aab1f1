import { z } from 'zod';
import type { ServiceName, SomeObjectives } from '../../services';
import { InputError } from '../model/finding';
import type { EnvironmentInput } from '../schema/environment-schema';
import { findingsOf } from '../schema/zod-findings';

/** The part of an environment that a blueprint decides; names, regions and accounts are the team's own. */
export type Preset = Pick<EnvironmentInput, 'dataClass' | 'pools' | 'services'>;

/** One line of arithmetic between the load and a setting, for people to check. */
export interface SizingStep {
  readonly what: string;
  /** E.g. `100000 records/s x 300 bytes x 3 copies = 86 MiB/s`. */
  readonly arithmetic: string;
}

/** A number that the system is known to need. */
export interface Target {
  /** As people state it, e.g. `a recommendation within 100 ms, 95 % of the time`. */
  readonly what: string;
  readonly value: number;
  readonly keptBy: {
    readonly service: ServiceName;
    readonly objective: keyof SomeObjectives;
  };
}

/** A part of the system as its users name it. */
export interface Component {
  readonly title: string;
  /** Service of the catalogue that it is; left out: it lies outside of the platform. */
  readonly service?: ServiceName;
  readonly how: string;
}

/** Data on its way from one component to another, by their keys. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly what: string;
}

/** What a load comes to. */
export interface Plan {
  readonly preset: Preset;
  readonly sizing: readonly SizingStep[];
  readonly targets: readonly Target[];
}

interface BlueprintStatement<Load extends z.ZodObject> {
  /** Kebab case; also the name of its file and page. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Numbers of the system; the defaults are those that it is known for. */
  readonly load: Load;
  readonly components: Readonly<Record<string, Component>>;
  readonly flows: readonly Flow[];
  /** Pure arithmetic: the same load always gives the same plan. */
  plan(load: z.output<Load>): Plan;
  /** What the system asks for and the platform does not check yet, with the reason. Default: nothing. */
  readonly unchecked?: readonly string[];
}

/** A system as a preset: spread `preset(load)` into an environment, beside its own names and sites. */
export interface Blueprint<Load extends z.ZodObject = z.ZodObject> extends Omit<BlueprintStatement<Load>, 'plan'> {
  /**
   * @param load What differs from the system's own numbers. Default: nothing.
   * @throws InputError for a load that the blueprint is not made for
   */
  preset(load?: z.input<Load>): Preset;
  /** The preset with the arithmetic behind it. */
  plan(load?: z.input<Load>): Plan;
}

/** Makes a preset that checks its load. */
export function defineBlueprint<Load extends z.ZodObject>(statement: BlueprintStatement<Load>): Blueprint<Load> {
  const keys = Object.keys(statement.load.shape).sort();
  const plan = (load: unknown = {}): Plan => {
    const parsed = statement.load.safeParse(load);
    if (parsed.success) return statement.plan(parsed.data);
    throw new InputError(findingsOf(parsed.error, load, `blueprint ${statement.name}`, () => keys));
  };
  return { ...statement, plan, preset: (load) => plan(load).preset };
}

/** A number of the load; the default is the system's own. */
export const amount = (known: number, most: number, what: string) =>
  z.int().min(1).max(most).default(known).describe(what);
