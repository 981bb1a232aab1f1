/** `single`: one value. `free`: anything may stand below, because the chart hands it on as it is. */
export type ValueTree = { readonly [name: string]: ValueNode };
export type ValueNode = ValueTree | 'single' | 'free';

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const nodeText = ([name, node]: readonly [string, ValueNode]): string => {
  if (node === 'single') return name;
  return node === 'free' ? `${name}*` : `${name}{${treeTexts(node).join(',')}}`;
};

/** A tree as texts, one a name, sorted: `image{pullPolicy,repository}`, `nodeSelector*`. */
export const treeTexts = (tree: ValueTree): string[] =>
  Object.entries(tree)
    .sort(([a], [b]) => byText(a, b))
    .map(nodeText);

/** The texts of a level, split where no braces are open. */
function splitLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, letter] of [...text].entries()) {
    if (letter === '{') depth += 1;
    if (letter === '}') depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part !== '');
}

/** The tree that such texts stand for. */
export const treeOf = (texts: readonly string[]): ValueTree =>
  Object.fromEntries(
    texts.map((text): [string, ValueNode] => {
      const open = text.indexOf('{');
      if (open !== -1) return [text.slice(0, open), treeOf(splitLevel(text.slice(open + 1, -1)))];
      return text.endsWith('*') ? [text.slice(0, -1), 'free'] : [text, 'single'];
    }),
  );

/** Everything that either of two knows. */
export function united(one: ValueNode | undefined, other: ValueNode): ValueNode {
  if (one === undefined || one === 'single') return other;
  if (other === 'single') return one;
  if (one === 'free' || other === 'free') return 'free';
  return Object.fromEntries([
    ...Object.entries(one),
    ...Object.entries(other).map(([name, node]): [string, ValueNode] => [name, united(one[name], node)]),
  ]);
}
