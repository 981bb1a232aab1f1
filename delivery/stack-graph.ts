import { InputError } from '../environments/model';
import type { EnvironmentStackName, StackName } from '../environments/model/stack-names';
import type { StackJson } from '../policies/site-output';

/** One Terraform state, and what must be applied before it. */
export interface GraphStack {
  /** As cdktf knows it: `<site>-<kind>`, or `<environment>-<kind>`. */
  readonly name: string;
  /** Default: it belongs to the environment as a whole. */
  readonly site?: string;
  readonly kind: StackName | EnvironmentStackName;
  /** The nearest stacks that it waits for, by name: what those wait for is not repeated. */
  readonly after: readonly string[];
  /** Folder of `cdk.tf.json` in the tree of the environment: `<site>/infra/<kind>`. */
  readonly folder: string;
}

/** Every stack of an environment, each behind what it waits for. A plain value: it may be kept as JSON. */
export interface StackGraph {
  readonly environment: string;
  readonly stacks: readonly GraphStack[];
}

/** A stack as it was built. */
export interface BuiltStack extends Omit<GraphStack, 'after'> {
  /** Names of stacks that the program says it comes after. */
  readonly declared: readonly string[];
  readonly json: StackJson;
}

type Values = Readonly<Record<string, unknown>>;

const asValues = (value: unknown): Values => (typeof value === 'object' && value !== null ? (value as Values) : {});

/** Settings by which states of one store differ. */
const ofOneState = ['key', 'prefix', 'path'];

/** Where a state is kept, without its own name there: equal for all states of one store. */
function storeOf(type: string, settings: unknown): string {
  const shared = Object.entries(asValues(settings))
    .filter(([name]) => !ofOneState.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([type, shared]);
}

/** Where exactly one state is kept: no two stacks have the same. */
export function stateKeptAt({ terraform }: StackJson): string {
  const [[type, settings] = ['local', {}]] = Object.entries(asValues(asValues(terraform).backend));
  return JSON.stringify([type, Object.entries(asValues(settings)).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const storeOfStack = ({ json }: BuiltStack): string => {
  const [[type, settings] = ['local', {}]] = Object.entries(asValues(asValues(json.terraform).backend));
  return storeOf(type, settings);
};

/** It keeps its state in what a `state` stack makes. */
const placeOfState = (stack: BuiltStack, all: readonly BuiltStack[]): readonly BuiltStack[] =>
  all.filter((other) => other.kind === 'state' && storeOfStack(other) === storeOfStack(stack));

/** It reads the state of another one. */
function readStates({ json }: BuiltStack, all: readonly BuiltStack[]): readonly BuiltStack[] {
  const read = Object.values(json.data?.terraform_remote_state ?? {}).map((body) => {
    const { backend, config } = asValues(body);
    return stateKeptAt({ terraform: { backend: { [String(backend)]: config } } });
  });
  return all.filter((other) => read.includes(stateKeptAt(other.json)));
}

const groupsMadeBy = ({ json }: BuiltStack): readonly string[] =>
  Object.values(json.resource?.azurerm_resource_group ?? {}).map((body) => String(asValues(body).name).toLowerCase());

/** It quotes the id of something that another one makes: ids of Azure name the resource group, and each group has one maker. */
function quotedGroups({ json }: BuiltStack, all: readonly BuiltStack[]): readonly BuiltStack[] {
  const { terraform: _, ...rest } = json;
  const quoted = [...JSON.stringify(rest).matchAll(/\/resourceGroups\/([\w.()-]+)/gi)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  return all.filter((other) => groupsMadeBy(other).some((group) => quoted.includes(group)));
}

const reasons = [placeOfState, readStates, quotedGroups];

const cycle = (environment: string, names: readonly string[]): InputError =>
  new InputError([
    {
      code: 'STACK_CYCLE',
      file: environment,
      place: names.join(', '),
      message: 'these stacks wait for one another, so none of them could be the first',
      fix: 'take one of the references between them away, or move what is referred to into a stack of its own',
    },
  ]);

/** Names in an order in which each stands behind what it waits for; equal input gives equal order. */
function inOrder(environment: string, after: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  while (done.size < after.size) {
    const ready = [...after].filter(([name, waits]) => !done.has(name) && [...waits].every((one) => done.has(one)));
    if (ready.length === 0) {
      throw cycle(
        environment,
        [...after.keys()].filter((name) => !done.has(name)),
      );
    }
    for (const [name] of ready) done.add(name);
  }
  return [...done];
}

/** Everything that a stack waits for, however far. */
function allBefore(after: ReadonlyMap<string, ReadonlySet<string>>, order: readonly string[]) {
  const before = new Map<string, ReadonlySet<string>>();
  for (const name of order) {
    const direct = [...(after.get(name) ?? [])];
    before.set(name, new Set(direct.flatMap((one) => [one, ...(before.get(one) ?? [])])));
  }
  return before;
}

/** Without what follows from the rest. */
const nearest = (direct: Iterable<string>, before: ReadonlyMap<string, ReadonlySet<string>>): string[] =>
  [...direct].filter((name) => ![...direct].some((other) => other !== name && before.get(other)?.has(name))).sort();

/**
 * What waits for what, from what the stacks themselves say: the order that the program declares, where their state is kept,
 * whose states they read, and whose resources they quote by id. Pure.
 * @param stacks all of the environment
 * @throws InputError STACK_CYCLE
 */
export function stackGraph(environment: string, stacks: readonly BuiltStack[]): StackGraph {
  const known = new Set(stacks.map(({ name }) => name));
  const after = new Map(
    stacks.map((stack) => {
      const found = reasons.flatMap((reason) => reason(stack, stacks).map(({ name }) => name));
      const waits = [...stack.declared, ...found].filter((name) => name !== stack.name && known.has(name));
      return [stack.name, new Set(waits)] as const;
    }),
  );
  return graphOf(environment, stacks, after);
}

function graphOf(
  environment: string,
  stacks: readonly Omit<GraphStack, 'after'>[],
  after: ReadonlyMap<string, ReadonlySet<string>>,
): StackGraph {
  const order = inOrder(environment, after);
  const before = allBefore(after, order);
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  return {
    environment,
    stacks: order.flatMap((name) => {
      const stack = byName.get(name);
      if (!stack) return [];
      const { site, kind, folder } = stack;
      return [
        {
          name,
          ...(site === undefined ? {} : { site }),
          kind,
          after: nearest(after.get(name) ?? [], before),
          folder,
        },
      ];
    }),
  };
}

/** Rounds: every stack in the first one in which all that it waits for is done. */
export function levels({ stacks }: StackGraph): GraphStack[][] {
  const levelOf = new Map<string, number>();
  for (const { name, after } of stacks) {
    levelOf.set(name, Math.max(-1, ...after.map((one) => levelOf.get(one) ?? -1)) + 1);
  }
  const count = Math.max(-1, ...levelOf.values()) + 1;
  return Array.from({ length: count }, (_, level) => stacks.filter(({ name }) => levelOf.get(name) === level));
}

/** The way back: what was applied last comes first, and waits for what built on it. */
export function reversed({ environment, stacks }: StackGraph): StackGraph {
  const after = new Map(
    stacks.map(({ name }) => [name, new Set(stacks.filter((one) => one.after.includes(name)).map((one) => one.name))]),
  );
  return graphOf(environment, [...stacks].reverse(), new Map([...after].reverse()));
}

/** Some of the stacks, in the order that they have through those that are left out. */
export function onlyStacks({ environment, stacks }: StackGraph, keep: (stack: GraphStack) => boolean): StackGraph {
  const direct = new Map(stacks.map(({ name, after }) => [name, new Set(after)]));
  const before = allBefore(
    direct,
    stacks.map(({ name }) => name),
  );
  const kept = stacks.filter(keep);
  const names = new Set(kept.map(({ name }) => name));
  const after = new Map(
    kept.map(({ name }) => [name, new Set([...(before.get(name) ?? [])].filter((one) => names.has(one)))]),
  );
  return graphOf(environment, kept, after);
}
