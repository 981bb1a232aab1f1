import { onlyStacks, type StackGraph } from '../stack-graph';

/** Stacks of one site, or of a whole environment, that one workflow applies. */
export interface FleetUnit {
  /** Name of the site or of the stack, with a number where another site must come between. */
  readonly name: string;
  /** Default: it belongs to the environment as a whole. */
  readonly site?: string;
  /** Round of approval, from 0. */
  readonly wave: number;
  /** Names of units that come before. */
  readonly after: readonly string[];
  /** In an order in which each stands behind what it waits for inside of the unit. */
  readonly stacks: readonly { readonly name: string; readonly after: readonly string[] }[];
}

/**
 * Sites in the rounds in which they are approved: one to begin with, then a tenth of them, then the rest. Standbys go first.
 * @param sites in the order in which they are to go
 */
export function fleetWaves(sites: readonly string[]): string[][] {
  const tenth = Math.ceil(sites.length / 10);
  return [sites.slice(0, 1), sites.slice(1, 1 + tenth), sites.slice(1 + tenth)].filter((wave) => wave.length > 0);
}

/** By stack: how often the way to it leaves one group for another. */
function phasesOf({ stacks }: StackGraph, groupOf: (name: string) => string): ReadonlyMap<string, number> {
  const phases = new Map<string, number>();
  for (const { name, after } of stacks) {
    const before = after.map((one) => (phases.get(one) ?? 0) + (groupOf(one) === groupOf(name) ? 0 : 1));
    phases.set(name, Math.max(0, ...before));
  }
  return phases;
}

/**
 * The graph of stacks as units that can each be a workflow of its own, without a cycle between them: where a site waits for
 * another in its middle, its later stacks are a unit of their own. `state` is left out: it makes the trust that the pipeline signs in
 * by, and a person applies it.
 * @param waves names of sites, in rounds; what belongs to no site goes with the last of those it waits for
 */
export function fleetPlan(graph: StackGraph, waves: readonly (readonly string[])[]): FleetUnit[] {
  const { stacks } = onlyStacks(graph, ({ kind }) => kind !== 'state');
  const groups = new Map(stacks.map(({ name, site }) => [name, site ?? name]));
  const groupOf = (name: string): string => groups.get(name) ?? name;
  const phases = phasesOf({ ...graph, stacks }, groupOf);
  const unitOf = (name: string): string => {
    const phase = phases.get(name) ?? 0;
    const first = Math.min(
      ...stacks.filter((one) => groupOf(one.name) === groupOf(name)).map((one) => phases.get(one.name) ?? 0),
    );
    return phase === first ? groupOf(name) : `${groupOf(name)}-${phase}`;
  };
  const unitNames = new Map(stacks.map(({ name }) => [name, unitOf(name)]));
  const unitIn = (name: string): string => unitNames.get(name) ?? name;
  const waveOf = new Map(waves.flatMap((sites, wave) => sites.map((site) => [site, wave] as const)));
  // By phase, so that a unit is met after all that it waits for.
  const ordered = [
    ...new Set(
      [...stacks].sort((a, b) => (phases.get(a.name) ?? 0) - (phases.get(b.name) ?? 0)).map(({ name }) => unitIn(name)),
    ),
  ];
  const units = new Map<string, FleetUnit>();
  for (const name of ordered) {
    const own = stacks.filter((stack) => unitIn(stack.name) === name);
    const site = own[0]?.site;
    const after = [...new Set(own.flatMap((stack) => stack.after.map(unitIn)))].filter((one) => one !== name).sort();
    const before = after.map((one) => units.get(one)?.wave ?? 0);
    units.set(name, {
      name,
      ...(site === undefined ? {} : { site }),
      wave: Math.max(0, (site === undefined ? undefined : waveOf.get(site)) ?? 0, ...before),
      after,
      stacks: own.map((stack) => ({ name: stack.name, after: stack.after.filter((one) => unitIn(one) === name) })),
    });
  }
  return [...units.values()];
}
