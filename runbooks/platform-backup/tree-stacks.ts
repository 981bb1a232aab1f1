import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../environments/model';
import { type StateBackend, stateBackendOf } from '../bootstrap/state-stack';

/** A stack of the rendered tree, and where its state is. */
export interface TreeStack {
  /** `<site>/<stack>`, or `environment/<stack>`. */
  readonly name: string;
  readonly backend: StateBackend;
}

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort()
    : [];

/**
 * Every stack of an environment as the tree has it: what is applied, and not what the sources would make by now.
 * @param tree as `evenkeel build` writes it
 * @throws InputError TREE_MISSING
 */
export function treeStacks(tree: string, environment: string): TreeStack[] {
  const root = join(tree, environment);
  const stacks = foldersIn(root).flatMap((part) =>
    foldersIn(join(root, part, 'infra')).flatMap((stack) => {
      const file = join(root, part, 'infra', stack, 'cdk.tf.json');
      return existsSync(file)
        ? [{ name: `${part}/${stack}`, backend: stateBackendOf(readFileSync(file, 'utf8')) }]
        : [];
    }),
  );
  if (stacks.length > 0) return stacks;
  throw new InputError([
    {
      code: 'TREE_MISSING',
      file: root,
      place: '--tree',
      message: 'there are no stacks of the environment in this tree',
      value: tree,
      fix: `name the tree that is applied, or make it: evenkeel build ${environment}`,
    },
  ]);
}
