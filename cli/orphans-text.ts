import { money } from '../policies/cost/money';
import type { Orphans } from '../runbooks/orphans/find-orphans';
import type { Left, Verdict } from '../runbooks/orphans/judge-things';
import type { DocumentPart, DocumentTable } from './document';

const price = ({ monthly }: Left): string => (monthly === null ? 'not known' : money(monthly));

const untilOf = ({ until, days }: Left): string => {
  if (until !== undefined) return until;
  if (days === null) return 'somebody deletes it';
  return days === undefined ? 'not told' : `${days} days after the destroy`;
};

const orphanTable = (left: readonly Left[]): DocumentTable => ({
  head: ['what', 'where', 'id', 'why it is thought to belong', 'USD a month'],
  numbers: [4],
  rows: left.map((one) => [one.type, `${one.site}\n${one.account} ${one.region}`, one.id, one.why, price(one)]),
});

const keptTable = (left: readonly Left[]): DocumentTable => ({
  head: ['what', 'where', 'id', 'kept by', 'until', 'USD a month'],
  numbers: [5],
  rows: left.map((one) => [
    one.type,
    `${one.site}\n${one.account} ${one.region}`,
    one.id,
    one.keptBy ?? '',
    untilOf(one),
    price(one),
  ]),
});

/** What is left in the clouds, for people. */
export function orphansText({ environment, left, monthlyTotal, withoutState, failures }: Orphans): DocumentPart[] {
  const of = (verdict: Verdict) => left.filter((one) => one.verdict === verdict);
  const orphans = of('orphan');
  const kept = of('kept');
  const unknown = orphans.filter(({ monthly }) => monthly === null).length;
  const head = [
    `${environment}: ${orphans.length} orphans, ${money(monthlyTotal)} USD a month${unknown > 0 ? `, and the price of ${unknown} is not known` : ''}`,
    ...(withoutState.length > 0
      ? [`Without a state, so that all they made is looked for: ${withoutState.join(', ')}.`]
      : []),
    ...(failures.length > 0 ? [`Could not be read: ${failures.length}. The list is not whole.`] : []),
  ].join('\n');
  const removals = orphans.flatMap(({ remove }) => (remove === undefined ? [] : [remove]));
  return [
    head,
    ...(orphans.length > 0 ? ['In no state, and kept by nobody:', orphanTable(orphans)] : []),
    ...(removals.length > 0 ? [['What deletes them; nothing of it was run:', ...removals].join('\n')] : []),
    ...(kept.length > 0 ? ['Kept on purpose:', keptTable(kept)] : []),
  ];
}
