import type { Cloud } from '../../environments/model';
import type { StackJson } from '../site-output';
import { cloudWords } from './cloud-words';
import type { Verbs } from './type-permissions';

/** What the pipeline must be allowed on one cloud for one stack; sorted, each once. */
export interface NeededPermissions {
  /** To read everything back. */
  readonly plan: readonly string[];
  /** To make, change and delete; whoever applies plans first, so with `plan`. */
  readonly apply: readonly string[];
  /** Types of the stack of which nobody has said what they need. */
  readonly unknown: readonly string[];
}

const typesIn = (section: unknown): string[] =>
  typeof section === 'object' && section !== null ? Object.keys(section) : [];

/** Types that a stack uses: of resources as they are, of data sources and ephemeral values with a prefix. */
const typesOf = (stack: StackJson): string[] => [
  ...typesIn(stack.resource),
  ...typesIn(stack.data).map((type) => `data.${type}`),
  ...typesIn(stack.ephemeral).map((type) => `ephemeral.${type}`),
];

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** What a stack asks of a cloud, from the types of its resources there. */
export function neededPermissions(cloud: Cloud, stack: StackJson): NeededPermissions {
  const { table, prefix, sign } = cloudWords[cloud];
  const types = typesOf(stack).filter((type) => type.replace(/^\w+\./, '').startsWith(prefix));
  const written = (verbs: Verbs = {}): string[] =>
    Object.entries(verbs).flatMap(([on, names]) => names.map((name) => `${on}${sign}${name}`));
  const known = types.flatMap((type) => table[type] ?? []);
  return {
    plan: sorted(known.flatMap(({ plan }) => written(plan))),
    apply: sorted(known.flatMap(({ plan, apply }) => [...written(plan), ...written(apply)])),
    unknown: types.filter((type) => table[type] === undefined).sort(),
  };
}
