import type { AfterDestroy, Leftover, LeftoverKind } from '../../policies/cost/leftovers/after-destroy';
import { money } from '../../policies/cost/money';
import type { DocumentPart, DocumentTable } from '../document';

const titles: Readonly<Record<LeftoverKind, string>> = {
  refused: 'A destroy is refused as it stands, and what is protected costs as before:',
  kept: 'Left by a destroy that goes through:',
  undrained: 'Left as well where a cluster is destroyed before its controllers have cleaned up:',
};

const shownAddresses = 2;

const untilOf = (days: number | null): string => (days === null ? 'somebody deletes it' : `${days} days after`);

/** Leftovers that are told in one row. */
interface Row {
  readonly key: string;
  readonly members: Leftover[];
}

function rowsOf(leftovers: readonly Leftover[]): Row[] {
  const rows = new Map<string, Row>();
  for (const one of leftovers) {
    const key = [one.site, one.what, one.why, one.days].join('\n');
    const row = rows.get(key) ?? { key, members: [] };
    row.members.push(one);
    rows.set(key, row);
  }
  const sumOf = ({ members }: Row): number => members.reduce((sum, { monthly }) => sum + monthly, 0);
  return [...rows.values()].sort((a, b) => sumOf(b) - sumOf(a) || (a.key < b.key ? -1 : 1));
}

function addressesOf(members: readonly Leftover[]): string {
  const shown = members.slice(0, shownAddresses).map(({ stack, address }) => `${stack} ${address}`);
  const more = members.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

const table = (leftovers: readonly Leftover[]): DocumentTable => ({
  head: ['what', 'where', 'why', 'until', 'how many', 'USD a month'],
  numbers: [4, 5],
  rows: rowsOf(leftovers).map(({ members }) => {
    const [{ site, what, why, days }] = members as [Leftover, ...Leftover[]];
    const monthly = members.reduce((sum, one) => sum + one.monthly, 0);
    return [what, `${site}\n${addressesOf(members)}`, why, untilOf(days), `${members.length}`, money(monthly)];
  }),
});

const milestone = ({ days, monthly }: AfterDestroy['keptAfter'][number]): string =>
  days === null
    ? `${money(monthly)} until somebody deletes it`
    : days === 0
      ? `${money(monthly)} at first`
      : `${money(monthly)} after ${days} days`;

/** What a destroy leaves, for people. */
export function leftoversText(
  name: string,
  { monthly, keptAfter, leftovers, pricesAsOf }: AfterDestroy,
): DocumentPart[] {
  const head = [
    `${name}: after a destroy ${money(monthly.kept)} USD a month`,
    `Kept by retention, locks and final copies: ${keptAfter.map(milestone).join(', ')}.`,
    `Protected, so that a destroy is refused: ${money(monthly.refused)}. Left by clusters that were not drained: ${money(monthly.undrained)}.`,
    `Destroy the stack \`state\` last: it holds the states of all the others. Oldest price: ${pricesAsOf ?? 'none'}. Before taxes and discounts.`,
  ].join('\n');
  const kinds = Object.keys(titles) as LeftoverKind[];
  return [
    head,
    ...kinds.flatMap((kind): DocumentPart[] => {
      const own = leftovers.filter(({ how }) => how === kind);
      return own.length > 0 ? [titles[kind], table(own)] : [];
    }),
  ];
}
