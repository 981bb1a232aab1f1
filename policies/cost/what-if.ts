import { type Finding, InputError } from '../../environments/model';

type Step = string | number;

/** Something that an environment file could say in place of what it says. */
export interface WhatIf {
  /** As somebody typed it. */
  readonly typed: string;
  readonly path: readonly Step[];
  /** `undefined`: the file says nothing there. */
  readonly value: unknown;
}

const problem = (value: string, message: string, fix: string): Finding => ({
  code: 'COST_WHAT_IF',
  file: '--what-if',
  place: '',
  message,
  value,
  fix,
});

const word = /^\.?([\p{L}_$][\p{L}\p{N}_$-]*)/u;
const index = /^\[(\d+)\]/;
const quoted = /^\[("(?:[^"\\]|\\.)*")\]/;

/** `sites[0].pools.general`, `parameters["compression.type"]`; `undefined` where it is none. */
function pathOf(text: string): Step[] | undefined {
  const path: Step[] = [];
  for (let rest = text; rest !== ''; ) {
    const [whole, key] = word.exec(rest) ?? index.exec(rest) ?? quoted.exec(rest) ?? [];
    if (whole === undefined || key === undefined || (path.length === 0 && !word.test(`.${rest}`))) return undefined;
    path.push(whole.startsWith('[') ? (JSON.parse(key) as Step) : key);
    rest = rest.slice(whole.length);
  }
  return path.length > 0 ? path : undefined;
}

/** `true`, `3`, `{"a":1}` are what JSON makes of them, nothing is nothing, and everything else is text. */
function meaningOf(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Changes as somebody types them: `pools.general.maxNodes=3`.
 * @throws InputError COST_WHAT_IF for every one that is no path with a value
 */
export function whatIfOf(typed: readonly string[]): WhatIf[] {
  const wrong: Finding[] = [];
  const read = typed.flatMap((text): WhatIf[] => {
    // A key in quotes may have the sign inside.
    const [, place = '', value] = /^((?:"(?:[^"\\]|\\.)*"|[^="])*)=(.*)$/s.exec(text) ?? [];
    const path = pathOf(place.trim());
    if (path && value !== undefined) return [{ typed: text, path, value: meaningOf(value.trim()) }];
    wrong.push(
      problem(
        text,
        'this is no path with a value',
        'write it as pools.general.maxNodes=3 or sites[0].region=eu-west-1',
      ),
    );
    return [];
  });
  if (wrong.length > 0) throw new InputError(wrong);
  return read;
}

const isTree = (value: unknown): value is Readonly<Record<Step, unknown>> =>
  typeof value === 'object' && value !== null;

/** A copy that says something else at one place. What stands on the way is made; entries of lists are not. */
function changed(tree: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!Array.isArray(tree) || step >= tree.length) throw new RangeError(`there is no [${step}]`);
    const entries = tree.map((one, at) => (at === step ? changed(one, rest, value) : one));
    return rest.length === 0 && value === undefined ? entries.filter((_, at) => at !== step) : entries;
  }
  if (Array.isArray(tree) || (tree !== undefined && !isTree(tree)))
    throw new RangeError(`nothing stands below "${step}" there`);
  if (rest.length === 0 && value === undefined) {
    const { [step]: _, ...others } = tree ?? {};
    return others;
  }
  return { ...tree, [step]: changed(tree?.[step], rest, value) };
}

const holds = (tree: unknown, path: readonly Step[]): boolean =>
  path.length === 0 ||
  (isTree(tree) && Object.hasOwn(tree, path[0] as Step) && holds(tree[path[0] as Step], path.slice(1)));

/** What an environment says of its pools holds on all sites: those that said otherwise at this place no longer do. */
function everywhere(input: unknown, path: readonly Step[]): unknown {
  if (path[0] !== 'pools' || !isTree(input) || !Array.isArray(input.sites)) return input;
  return { ...input, sites: input.sites.map((site) => (holds(site, path) ? changed(site, path, undefined) : site)) };
}

/**
 * What an environment file says, but for some places. The file's own value stays as it is.
 * @throws InputError COST_WHAT_IF for every place that cannot be there
 */
export function withChanges(input: unknown, changes: readonly WhatIf[]): unknown {
  const wrong: Finding[] = [];
  let result = input;
  for (const { typed, path, value } of changes) {
    try {
      result = everywhere(changed(result, path, value), path);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      wrong.push(
        problem(typed, error.message, 'name a place that the environment file has, as its findings name places'),
      );
    }
  }
  if (wrong.length > 0) throw new InputError(wrong);
  return result;
}
