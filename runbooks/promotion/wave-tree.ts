import type { PromotionRecord } from '../../delivery/promotion/promotion-record';
import type { RenderedTree } from '../../delivery/promotion/tree-difference';
import type { TreeChange } from './git-repository';

/** The tree after the commit: sites that wait keep theirs, byte for byte. */
export function treeAfter(
  before: RenderedTree,
  fresh: RenderedTree,
  { waves, done }: Pick<PromotionRecord, 'waves' | 'done'>,
): RenderedTree {
  if (done === waves.length) return fresh;
  const wave = new Set(waves[done - 1]);
  const isOfWave = ([path]: readonly [string, string]): boolean => wave.has(path.split('/', 1)[0] ?? '');
  return new Map([...[...before].filter((entry) => !isOfWave(entry)), ...[...fresh].filter(isOfWave)]);
}

/** What makes one tree the other. */
export const changesOf = (folder: string, before: RenderedTree, after: RenderedTree): TreeChange[] => [
  ...[...before.keys()].filter((path) => !after.has(path)).map((path) => ({ remove: `${folder}/${path}` })),
  ...[...after]
    .filter(([path, content]) => before.get(path) !== content)
    .map(([path, content]) => ({ put: `${folder}/${path}`, content })),
];
