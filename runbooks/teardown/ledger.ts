import type { Leftover } from '../../policies/cost/leftovers/after-destroy';
import type { Left } from '../orphans/judge-things';

/** What became of one stack, as a teardown knows it. */
export interface DestroyedStack {
  readonly name: string;
  readonly isGone: boolean;
  /** Why it is there. Default: it is gone. */
  readonly why?: string;
}

/**
 * `stack`: it was not destroyed, with all that is in it. `orphan`: nobody keeps it. `kept`: a lock, a retention or its cloud holds it.
 * `expected`: by what was built it is kept, and no cloud was asked, or none lists such things. `states`: where states are kept, which
 * goes last.
 */
export const ledgerKinds = ['stack', 'orphan', 'kept', 'expected', 'states'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** One thing that is there after a teardown. */
export interface LedgerEntry {
  readonly kind: LedgerKind;
  readonly site: string;
  readonly what: string;
  readonly why: string;
  /** ISO date from which it is gone by itself; `null`: until somebody deletes it. */
  readonly until: string | null;
  /** USD a month; `null`: nobody knows. */
  readonly monthly: number | null;
  /** What deletes it, to be typed by somebody. Default: nothing does before its day. */
  readonly remove?: string;
}

export interface Ledger {
  readonly environment: string;
  /** ISO date of the teardown, from which days count. */
  readonly on: string;
  /** What could bring it back: a backup, or why none is needed. Default: nobody said. */
  readonly backup?: string;
  readonly currency: 'USD';
  /** Of all whose price is known. */
  readonly monthlyTotal: number;
  readonly entries: readonly LedgerEntry[];
}

export interface LedgerProps {
  readonly environment: string;
  /** ISO date. */
  readonly on: string;
  readonly stacks: readonly DestroyedStack[];
  /** Sites whose place of states is still there. */
  readonly states: readonly string[];
  /** By what was synthesized. */
  readonly leftovers: readonly Leftover[];
  readonly backup?: string;
  /** By what clouds list. `undefined`: none was asked. */
  readonly found: readonly Left[] | undefined;
}

const msPerDay = 86_400_000;

const dayAfter = (on: string, days: number): string =>
  new Date(Date.parse(`${on}T00:00:00Z`) + Math.ceil(days) * msPerDay).toISOString().slice(0, 10);

const untilOf = (on: string, days: number | null | undefined): string | null =>
  days === null || days === undefined ? null : dayAfter(on, days);

/** Whether a cloud listed what was expected to stay. */
const isListed = ({ names }: Leftover, found: readonly Left[]): boolean =>
  found.some(({ id }) => names.some((name) => id.toLowerCase().includes(name.toLowerCase())));

const order = (a: LedgerEntry, b: LedgerEntry): number =>
  ledgerKinds.indexOf(a.kind) - ledgerKinds.indexOf(b.kind) ||
  (b.monthly ?? 0) - (a.monthly ?? 0) ||
  ([a.site, a.what].join(' ') < [b.site, b.what].join(' ') ? -1 : 1);

/** Somebody has to do something: what is kept ends by itself, or on purpose. */
export const isOpen = ({ entries }: Ledger): boolean =>
  entries.some(({ kind }) => kind === 'stack' || kind === 'orphan');

/** What remains, why, until when, and what it costs. Pure: today comes in. */
export function ledgerOf({ environment, on, stacks, states, leftovers, backup, found }: LedgerProps): Ledger {
  const standing = stacks.filter(({ isGone }) => !isGone);
  const stays = new Set([...standing.map(({ name }) => name), ...states.map((site) => `${site}-state`)]);
  const inStanding = ({ site, stack }: Leftover): boolean => stays.has(`${site}-${stack}`);
  const entries: LedgerEntry[] = [
    ...standing.map(({ name, why = 'it was not destroyed' }) => ({
      kind: 'stack' as const,
      site: name,
      what: 'a stack, with all that is in it',
      why,
      until: null,
      monthly: null,
      remove: `evenkeel destroy ${environment}`,
    })),
    ...(found ?? []).map(({ verdict, site, id, type, why, keptBy, until, days, monthly, remove }) => ({
      kind: verdict,
      site,
      what: `${type} ${id}`,
      why: keptBy ?? why,
      until: until ?? untilOf(on, days),
      monthly,
      ...(remove === undefined ? {} : { remove }),
    })),
    ...leftovers
      .filter((one) => one.how === 'kept' && !inStanding(one) && !isListed(one, found ?? []))
      .map(({ site, address, what, why, days, monthly }) => ({
        kind: 'expected' as const,
        site,
        what: `${what} of ${address}`,
        why,
        until: untilOf(on, days),
        monthly,
      })),
    ...states.map((site) => ({
      kind: 'states' as const,
      site,
      what: 'the place of the states, with their history',
      why: 'what was destroyed can be looked up there',
      until: null,
      monthly: null,
      remove: `evenkeel bootstrap ${environment} --site ${site} --undo && terraform -chdir=.evenkeel/bootstrap/${site}/stack destroy`,
    })),
  ];
  return {
    environment,
    on,
    ...(backup === undefined ? {} : { backup }),
    currency: 'USD',
    monthlyTotal: entries.reduce((sum, { monthly }) => sum + (monthly ?? 0), 0),
    entries: entries.sort(order),
  };
}
