import { money } from '../../policies/cost/money';
import { type Ledger, type LedgerEntry, type LedgerKind, ledgerKinds } from '../../runbooks/teardown/ledger';
import type { DocumentPart, DocumentTable } from '../document';

const titles: Readonly<Record<LedgerKind, string>> = {
  stack: 'Still standing:',
  orphan: 'In no state, and kept by nobody:',
  kept: 'Kept by its cloud, or on purpose:',
  expected: 'Kept by what was built; no cloud lists it:',
  states: 'Goes last, by hand:',
};

const table = (entries: readonly LedgerEntry[]): DocumentTable => ({
  head: ['what', 'where', 'why', 'until', 'USD a month'],
  numbers: [4],
  rows: entries.map(({ what, site, why, until, monthly }) => [
    what,
    site,
    why,
    until ?? 'somebody deletes it',
    monthly === null ? 'not known' : money(monthly),
  ]),
});

/** What remains after a teardown, for people. */
export function ledgerText({ environment, on, monthlyTotal, entries }: Ledger): DocumentPart[] {
  const removals = [...new Set(entries.flatMap(({ remove }) => (remove === undefined ? [] : [remove])))];
  return [
    entries.length === 0
      ? `${environment}: nothing remains`
      : `${environment}: ${entries.length} things remain on ${on}, ${money(monthlyTotal)} USD a month as far as prices are known`,
    ...ledgerKinds.flatMap((kind): DocumentPart[] => {
      const own = entries.filter((one) => one.kind === kind);
      return own.length > 0 ? [titles[kind], table(own)] : [];
    }),
    ...(removals.length > 0 ? [['What removes them; nothing of it was run:', ...removals].join('\n')] : []),
  ];
}
