import type { ActualComparison, ActualRow } from '../../policies/cost/actual/actual-comparison';
import type { Chargeback } from '../../policies/cost/actual/chargeback';
import { money } from '../../policies/cost/money';
import type { DocumentPart, DocumentTable } from '../document';
import { signed } from './cost-difference-text';

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);

const viewTable = (by: string, rows: readonly ActualRow[]): DocumentTable => ({
  head: [by, 'estimated', 'actual', 'difference', 'actual of estimated'],
  numbers: [1, 2, 3, 4],
  rows: rows.map(({ name, estimated, actual, difference, share }) => [
    name,
    money(estimated),
    money(actual),
    signed(difference),
    percent(share),
  ]),
});

/** What clouds charged against the estimate, for people. */
export function costActualText(name: string, comparison: ActualComparison): DocumentPart[] {
  const { period, estimated, actual, difference, views, notEstimated, otherEnvironments, untagged } = comparison;
  const head = [
    `${name}: ${money(actual)} USD from ${period.from} until ${period.until}`,
    `${signed(difference)} against the estimate of these days: ${money(estimated)}. Oldest price: ${comparison.pricesAsOf ?? 'none'}.`,
    `Beside it ${money(notEstimated.tax)} taxes and ${money(notEstimated.credit)} credits, which nothing estimates; ${money(otherEnvironments)} of other environments.`,
    `${money(untagged.total)} have no tag that says a site.`,
  ].join('\n');
  const tables = views.map(({ by, rows }) => viewTable(by, rows));
  if (untagged.largest.length === 0) return [head, ...tables];
  return [
    head,
    ...tables,
    'The largest without a site:',
    {
      head: ['cloud', 'what', 'USD'],
      numbers: [2],
      rows: untagged.largest.map((one) => [one.provider, one.product, money(one.actual)]),
    },
  ];
}

/** Who pays how much of a bill, for people. */
export const chargebackText = (title: string, { by, rule, total, rows }: Chargeback): DocumentPart[] => [
  `${title}: ${money(total)} USD\n${rule}`,
  {
    head: [by, 'direct', 'shared', 'USD'],
    numbers: [1, 2, 3],
    rows: [
      ...rows.map((row) => [row.payer, money(row.direct), money(row.shared), money(row.total)]),
      ['total', '', '', money(total)],
    ],
  },
];
