import { shownCommand } from '../../constructs/contracts/command';
import { totalOf } from '../../policies/cost/bill';
import { lineOf } from '../../policies/cost/estimate';
import type { Leftover } from '../../policies/cost/leftovers/after-destroy';
import type { PriceBook } from '../../policies/cost/prices/price-book';
import type { Charge } from '../../policies/cost/pricing';
import { Unpriceable } from '../../policies/cost/unpriceable';
import { normalName } from './state-names';
import type { Detail, Thing } from './thing';

/** `orphan`: nobody keeps it. `kept`: a destroy leaves it on purpose, or the cloud itself still holds it. */
export type Verdict = 'orphan' | 'kept';

/** Something that exists and is in no state. */
export interface Left {
  readonly verdict: Verdict;
  readonly site: string;
  readonly cloud: Thing['cloud'];
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly type: string;
  /** Why it is thought to belong to the site. */
  readonly why: string;
  /** What keeps it. Default: nothing does. */
  readonly keptBy?: string;
  /** ISO date. Default: the cloud does not tell. */
  readonly until?: string;
  /** Days after the destroy, from what was synthesized; `null`: until somebody deletes it. */
  readonly days?: number | null;
  /** `null`: it depends on what is in it, or nobody knows. */
  readonly monthly: number | null;
  /** What deletes it, to be typed by somebody. Default: no command does. */
  readonly remove?: string;
}

/** What things are held against. */
export interface Known {
  /** Of every state, as `stateNames` gives them. */
  readonly states: ReadonlySet<string>;
  /** What a destroy of the environment leaves, by what was synthesized. */
  readonly leftovers: readonly Leftover[];
  readonly book: PriceBook;
}

/** By its whole name at the end of its id; secrets of AWS add six letters that nobody chose. */
function isNamed(id: string, name: string): boolean {
  const whole = normalName(id).replace(/^arn:/, ':arn:');
  const ends = [whole, ...(/:secret:/.test(whole) ? [whole.replace(/-\w{6}$/, '')] : [])];
  return ends.some((end) => [':', '/'].some((sign) => `/${end}`.endsWith(`${sign}${name.toLowerCase()}`)));
}

function monthlyOf(
  charges: readonly Charge[] | undefined,
  { cloud, region, site, id }: Thing,
  book: PriceBook,
): number | null {
  if (!charges) return null;
  const place = { site, stack: '', address: id, cloud, region };
  try {
    return totalOf(
      charges.filter(({ quantity }) => quantity !== 0).map((charge) => lineOf(charge, place, book).placed.line),
    );
  } catch (error) {
    if (!(error instanceof Unpriceable)) throw error;
    return null;
  }
}

/** One of many that say the same thing: the first, with the parents of all. */
function once(things: readonly Thing[]): Thing[] {
  const byId = new Map<string, Thing>();
  for (const thing of things) {
    const id = normalName(thing.id);
    const before = byId.get(id);
    const parents = [...new Set([...(before?.parents ?? []), ...(thing.parents ?? [])])];
    byId.set(id, { ...(before ?? thing), parents });
  }
  return [...byId.values()];
}

/**
 * Tells what is in no state, and not alive through something that is. Only those are asked about alone.
 * @throws whatever asking throws
 */
export async function judgeThings(things: readonly Thing[], { states, leftovers, book }: Known): Promise<Left[]> {
  const unknown = once(things).filter(
    ({ id, names = [] }) => ![id, ...names].some((name) => states.has(normalName(name))),
  );
  const asked: { readonly thing: Thing; readonly detail: Detail }[] = [];
  for (const thing of unknown) {
    const detail = (await thing.detail?.()) ?? {};
    if (!detail.gone) asked.push({ thing, detail });
  }
  const byName = new Map(
    asked.flatMap((one) => [one.thing.id, ...(one.thing.names ?? [])].map((name) => [normalName(name), one] as const)),
  );
  const isAlive = ({ thing, detail }: (typeof asked)[number], seen: ReadonlySet<string>): boolean =>
    [...(thing.parents ?? []), ...(detail.parents ?? [])].some((parent) => {
      const name = normalName(parent);
      if (states.has(name)) return true;
      const above = byName.get(name);
      return above !== undefined && !seen.has(name) && isAlive(above, new Set([...seen, name]));
    });
  return asked
    .filter((one) => !isAlive(one, new Set()))
    .map(({ thing, detail }): Left => {
      const { site, cloud, account, region, id, type, why, remove } = thing;
      const expected = leftovers.find(
        (one) => one.how === 'kept' && one.site === site && one.names.some((name) => isNamed(id, name)),
      );
      const keptBy = detail.kept?.why ?? expected?.why;
      const own = monthlyOf(detail.charges, thing, book);
      return {
        verdict: keptBy === undefined ? 'orphan' : 'kept',
        site,
        cloud,
        account,
        region,
        id,
        type,
        why,
        ...(keptBy === undefined ? {} : { keptBy }),
        ...(detail.kept?.until === undefined ? {} : { until: detail.kept.until }),
        ...(expected ? { days: expected.days } : {}),
        monthly: own ?? expected?.monthly ?? null,
        ...(remove ? { remove: shownCommand(remove) } : {}),
      };
    })
    .sort(
      (a, b) =>
        (b.monthly ?? 0) - (a.monthly ?? 0) || ([a.site, a.type, a.id].join() < [b.site, b.type, b.id].join() ? -1 : 1),
    );
}
