import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphStack } from '../../delivery/stack-graph';
import { lostState } from '../deploy/lost-state';
import { type FindsName, factsOf, pullState } from '../platform-backup/states';
import type { TreeStack } from '../platform-backup/tree-stacks';
import type { TerraformProgram } from '../terraform/terraform-program';

/** As the tree calls it: `<site>/<stack>`. */
const inTree = ({ folder }: GraphStack): string => folder.replace('/infra/', '/');

/**
 * Names of stacks whose state holds nothing: they were never applied, or went with an earlier run. They need no plan, which would
 * ask for providers, for a cluster that is gone, and for outputs of stacks that never were.
 * @param tree where states are
 * @param root folder of the folders of deploys: a state may lie there that could not be written back
 * @throws RunbookFailure where a state cannot be read: what is in it is not known
 */
export async function emptyStacks(
  stacks: readonly GraphStack[],
  tree: readonly TreeStack[],
  terraform: TerraformProgram,
  root: string,
  finds?: FindsName,
): Promise<ReadonlySet<string>> {
  const empty = new Set<string>();
  for (const stack of stacks) {
    const place = tree.find(({ name }) => name === inTree(stack));
    // A state in a file is found from the folder of its stack only.
    if (!place || 'path' in place.backend.settings) continue;
    if (existsSync(join(root, stack.name, lostState))) continue;
    const facts = factsOf(place.name, (await pullState(place, terraform, finds)) ?? '');
    if (!facts || facts.resources === 0) empty.add(stack.name);
  }
  return empty;
}
