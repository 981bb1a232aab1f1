import type { Bill } from './bill';
import { clusterStack, type PricedOutput } from './estimate';
import { addressOf, addressOfObject } from './resource';
import { resourcesOf } from './resources';

/** How much of some output has a price. */
export interface PricedShare {
  readonly all: number;
  /** At least one line of the bill is theirs. */
  readonly priced: number;
  /** Known to cost nothing by themselves. */
  readonly free: number;
  /** Nobody knows. */
  readonly unpriced: number;
}

function shareOf(places: readonly string[], priced: ReadonlySet<string>, unpriced: ReadonlySet<string>): PricedShare {
  const count = (of: ReadonlySet<string>): number => places.filter((place) => of.has(place)).length;
  const [known, unknown] = [count(priced), count(unpriced)];
  return { all: places.length, priced: known, free: places.length - known - unknown, unpriced: unknown };
}

/** What of resources of Terraform and of objects of clusters has a price, by a bill of theirs. */
export function pricedShare(
  { stacks, objects }: PricedOutput,
  { lines, unpriced }: Pick<Bill, 'lines' | 'unpriced'>,
): { readonly resources: PricedShare; readonly objects: PricedShare } {
  const priced = new Set(lines.map(({ site, stack, address }) => `${site} ${stack} ${address}`));
  const unknown = new Set(unpriced.map(({ address }) => address));
  const resources = resourcesOf(stacks).map((one) => `${one.site} ${one.stack} ${addressOf(one)}`);
  const made = objects.map(({ site, manifest }) => `${site} ${clusterStack} ${addressOfObject(manifest)}`);
  return { resources: shareOf(resources, priced, unknown), objects: shareOf(made, priced, unknown) };
}
