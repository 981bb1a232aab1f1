import type { ValueNode, ValueTree } from './value-tree';

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const pathsOf = (tree: ValueTree, below = ''): string[] =>
  Object.entries(tree).flatMap(([name, node]) => [
    `${below}${name}`,
    ...(typeof node === 'string' ? [] : pathsOf(node, `${below}${name}.`)),
  ]);

/** How many letters have to be changed, added or left out to make one text of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...from].entries()) {
    const next = [above + 1];
    for (const [before, other] of [...to].entries()) {
      const changed = (row[before] ?? 0) + Number(letter !== other);
      next.push(Math.min(changed, (row[before + 1] ?? 0) + 1, (next[before] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

const nearest = (path: string, known: readonly string[]): string | undefined =>
  known
    .map((candidate) => [distance(path, candidate), candidate] as const)
    .sort(([a], [b]) => a - b)
    .at(0)?.[1];

/** What a level of values holds that the chart does not read so; `all` are the paths of the whole chart. */
function complaintsOf(
  values: Readonly<Record<string, unknown>>,
  tree: ValueNode,
  all: readonly string[],
  below: string,
): string[] {
  return Object.entries(values).flatMap(([name, value]): string[] => {
    const path = `${below}${name}`;
    // Argo CD takes nothing out of a chart's own values for a null: it leaves the null out.
    if (value === null) return [`${path}: null does not reach every engine; state a value`];
    const node = typeof tree === 'string' ? tree : tree[name];
    if (node === undefined) return [`${path}: unknown; the nearest known is ${nearest(path, all)}`];
    if (node === 'free') return isMap(value) ? complaintsOf(value, 'free', all, `${path}.`) : [];
    if (node === 'single') return isMap(value) ? [`${path}: holds one value, not several`] : [];
    return isMap(value) ? complaintsOf(value, node, all, `${path}.`) : [`${path}: holds several values, not one`];
  });
}

/** What a release passes that its chart does not read, or does not read so; each with its path. */
export const unknownValues = (values: Readonly<Record<string, unknown>>, tree: ValueTree): string[] =>
  complaintsOf(values, tree, pathsOf(tree), '');
