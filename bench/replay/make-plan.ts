import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { addressOf, type JsonObject, type PlannedElement, type ReplayPlan } from './plan';
import { type ElementClass, replayStacks } from './program';
import { type Build, type BuiltElement, child, elementsOf, readBuild, readStacks } from './read-build';
import { camelCase, type RecordedConfig, recordConfig } from './recorded-config';
import { type FoundReference, planReferences, referencedAddresses } from './references';

/** How faithful a replay is. */
export interface PlanFidelity {
  readonly stacks: number;
  readonly resources: number;
  readonly objects: number;
  /** Resources, data sources, providers and outputs that the bindings alone reproduce, 0 to 1. */
  readonly equalFromConstructs: number;
  /** The same once the rest was set past the constructs. */
  readonly equalInAll: number;
}

const remoteState = 'terraform_remote_state';
const crossStackOutput = 'cross-stack-output-';
/** What cdktf makes by itself when one stack uses an attribute of another. */
const isBetweenStacks = ({ block, type, name }: BuiltElement): boolean =>
  (block === 'data' && type === remoteState) || (block === 'output' && name.startsWith(crossStackOutput));

/** Finds the binding of an element by the rule that names the folders of the provider packages. */
function bindingOf({ block, type }: BuiltElement): PlannedElement['binding'] {
  const [provider = ''] = type.split('_');
  const folders = {
    provider: 'provider',
    data: `data-${type.replaceAll('_', '-')}`,
    resource: type.slice(provider.length + 1).replaceAll('_', '-'),
  };
  if (block === 'backend' || block === 'output') return undefined;
  const [name, folder] = [`@cdktf/provider-${provider}`, folders[block]];
  try {
    const binding = require(`${name}/lib/${folder}`) as Record<string, { tfResourceType?: string }>;
    const exported = Object.keys(binding).find((key) => binding[key]?.tfResourceType === type);
    return exported === undefined ? undefined : { package: name, folder, exported };
  } catch {
    return undefined;
  }
}

const load = ({ binding }: PlannedElement): ElementClass | undefined =>
  binding && (require(`${binding.package}/lib/${binding.folder}`) as Record<string, ElementClass>)[binding.exported];

/** Follows references inside a stack, and through the outputs cdktf puts between stacks. */
function follower(build: Build, addresses: ReadonlySet<string>, stack: string) {
  const follow = ({ type, name, attribute }: FoundReference): [string, string] | undefined => {
    if (type === `data.${remoteState}`) {
      const origin = name.replace('cross-stack-reference-input-', '');
      const output = child(child(build.stacks.get(origin), 'output'), attribute.replace('outputs.', ''));
      const value = child(output as never, 'value');
      const found = planReferences(value ?? '', follower(build, addresses, origin));
      const parts = child(found, '~') as readonly [[string, string]] | undefined;
      return parts?.length === 1 && Array.isArray(parts[0]) ? [parts[0][0], parts[0][1]] : undefined;
    }
    const address = `${stack}/${type}.${name}`;
    return addresses.has(address) ? [address, attribute] : undefined;
  };
  return follow;
}

interface Draft {
  readonly element: PlannedElement;
  readonly built: BuiltElement;
  readonly recorded: RecordedConfig;
}

function draft(build: Build, built: BuiltElement, addresses: ReadonlySet<string>): Draft {
  const { depends_on, provider, ...attributes } = built.attributes;
  const withMeta = built.block === 'resource' || built.block === 'data';
  return {
    built,
    recorded: recordConfig(withMeta ? attributes : built.attributes),
    element: {
      stack: built.stack,
      block: built.block,
      type: built.type,
      name: built.name,
      binding: bindingOf(built),
      config: planReferences(attributes, follower(build, addresses, built.stack)) as JsonObject,
      overrides: {},
      ...(Array.isArray(depends_on)
        ? { dependsOn: depends_on.map((at) => `${built.stack}/${at}`).filter((at) => addresses.has(at)) }
        : {}),
      ...(withMeta && typeof provider === 'string'
        ? { provider: provider.includes('.') ? provider : `${provider}.` }
        : {}),
    },
  };
}

/** Providers and backends first, then everything after what it refers to. */
function inOrder(drafts: readonly Draft[]): Draft[] {
  const byAddress = new Map(drafts.map((entry) => [addressOf(entry.element), entry]));
  const ordered = new Set<Draft>();
  const place = (entry: Draft | undefined): void => {
    if (!entry || ordered.has(entry)) return;
    const { config, dependsOn = [] } = entry.element;
    for (const address of [...referencedAddresses(config), ...dependsOn]) place(byAddress.get(address));
    ordered.add(entry);
  };
  const first = (entry: Draft): boolean => entry.element.block === 'backend';
  for (const entry of [...drafts.filter(first), ...drafts.filter(({ element }) => element.block === 'provider')]) {
    place(entry);
  }
  for (const entry of drafts) place(entry);
  return [...ordered];
}

/** Synthesizes a plan in a scratch folder and reads the stacks back. */
function tryPlan(plan: ReplayPlan, configOf?: (element: PlannedElement) => object): Map<string, JsonObject> {
  const outdir = mkdtempSync(join(tmpdir(), 'evenkeel-plan-'));
  try {
    const app = { outdir, stackTraces: false, skipBackendValidation: true, skipValidation: true };
    replayStacks({ plan, app, load, configOf });
    return readStacks(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const attributesByAddress = (stacks: ReadonlyMap<string, JsonObject>): Map<string, JsonObject> =>
  new Map(
    [...stacks].flatMap(([name, stack]) => elementsOf(name, stack).map((each) => [addressOf(each), each.attributes])),
  );

/** Top-level parts of a stack that differ from the build, as overrides of the stack. */
function missing(expected: JsonObject, actual: JsonObject): JsonObject {
  const parts: Record<string, JsonObject[string]> = {};
  const compare = (want: JsonObject, have: JsonObject | undefined, path: readonly string[], depth: number): void => {
    for (const [key, value] of Object.entries(want)) {
      const at = [...path, key];
      const there = child(have, key);
      if (isDeepStrictEqual(value, there)) continue;
      if (depth > 0 && typeof value === 'object' && value !== null && !Array.isArray(value)) {
        compare(value as JsonObject, there as JsonObject | undefined, at, depth - 1);
      } else if (key !== '//') {
        parts[at.join('.')] = value;
      }
    }
  };
  compare(expected, actual, [], 3);
  return parts;
}

const equalShare = (expected: ReadonlyMap<string, JsonObject>, actual: ReadonlyMap<string, JsonObject>): number =>
  [...expected].filter(([address, attributes]) => isDeepStrictEqual(actual.get(address), attributes)).length /
  expected.size;

/** Turns a finished build into a program over bare engines, and checks what that program brings about. */
export function makePlan(build: Build): { readonly plan: ReplayPlan; readonly fidelity: PlanFidelity } {
  const expected = attributesByAddress(build.stacks);
  const addresses = new Set(expected.keys());
  const own = [...build.stacks]
    .flatMap(([name, stack]) => elementsOf(name, stack))
    .filter((each) => !isBetweenStacks(each));
  const drafts = inOrder(own.map((each) => draft(build, each, addresses)));
  const base: ReplayPlan = {
    stacks: [...build.stacks.keys()],
    elements: drafts.map(({ element }) => element),
    objects: build.objects,
    stackOverrides: {},
  };
  const recordedOf = new Map(drafts.map(({ element, recorded }) => [element, recorded]));
  const learned = attributesByAddress(tryPlan(base, (element) => recordedOf.get(element)?.proxy ?? {}));
  const elements = drafts.map(({ element, built, recorded }): PlannedElement => {
    const follow = follower(build, addresses, element.stack);
    const got = learned.get(addressOf(element)) ?? {};
    const meta = new Set(['depends_on', 'provider']);
    const past = Object.entries(built.attributes).filter(
      ([key, value]) => !meta.has(key) && !isDeepStrictEqual(got[key], value),
    );
    const unknown = new Set(past.map(([key]) => key));
    const written = Object.entries(recorded.written()).filter(
      ([key]) => !unknown.has(key) && ![...unknown].some((name) => camelCase(name) === key),
    );
    return {
      ...element,
      config: planReferences(Object.fromEntries(written), follow) as JsonObject,
      overrides: element.block === 'backend' ? {} : (planReferences(Object.fromEntries(past), follow) as JsonObject),
    };
  });
  const plain: ReplayPlan = { ...base, elements };
  const first = tryPlan(plain);
  const stackOverrides = Object.fromEntries(
    [...build.stacks].map(([name, stack]) => [name, missing(stack, first.get(name) ?? {})]),
  );
  const plan = { ...plain, stackOverrides };
  return {
    plan,
    fidelity: {
      stacks: plan.stacks.length,
      resources: own.filter(({ block }) => block === 'resource').length,
      objects: plan.objects.length,
      equalFromConstructs: equalShare(expected, attributesByAddress(first)),
      equalInAll: equalShare(expected, attributesByAddress(tryPlan(plan))),
    },
  };
}

/** Run as `node make-plan.js <build> <plan>`: writes the plan, prints how faithful it is. */
const [folder, planPath] = process.argv.slice(2);
if (require.main === module && folder && planPath) {
  const { plan, fidelity } = makePlan(readBuild(folder));
  writeFileSync(planPath, JSON.stringify(plan));
  process.stdout.write(`${JSON.stringify(fidelity)}\n`);
}
