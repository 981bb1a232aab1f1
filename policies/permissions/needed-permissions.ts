import type { Cloud } from '../../environments/model';
import type { StackJson } from '../site-output';
import { cloudWords, writtenVerbs } from './cloud-words';
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

/** Types that a stack uses: of resources as they are; of data sources, ephemeral values and its backend with a prefix. */
const typesOf = (stack: StackJson): string[] => [
  ...typesIn((stack.terraform as { readonly backend?: unknown } | undefined)?.backend).map((type) => `backend.${type}`),
  ...typesIn(stack.resource),
  ...typesIn(stack.data).map((type) => `data.${type}`),
  ...typesIn(stack.ephemeral).map((type) => `ephemeral.${type}`),
];

/** Providers that reach into the cluster, whose door the cloud keeps. */
const inCluster = ['kubernetes_', 'helm_'];

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** What a stack asks of a cloud, from the types of its resources there. */
export function neededPermissions(cloud: Cloud, stack: StackJson): NeededPermissions {
  const { table, prefix } = cloudWords[cloud];
  const isAsked = (type: string): boolean => {
    const [, name = type] = type.split('.');
    return table[type] !== undefined || [prefix, ...inCluster].some((start) => name.startsWith(start));
  };
  const types = typesOf(stack).filter(isAsked);
  const known = types.flatMap((type) => table[type] ?? []);
  const written = (verbs: Verbs | undefined): string[] => writtenVerbs(cloud, verbs);
  return {
    plan: sorted(known.flatMap(({ plan }) => written(plan))),
    apply: sorted(known.flatMap(({ plan, apply }) => [...written(plan), ...written(apply)])),
    unknown: types.filter((type) => table[type] === undefined).sort(),
  };
}
