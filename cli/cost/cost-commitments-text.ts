import type { BillCommitments } from '../../policies/cost/bill';
import { money } from '../../policies/cost/money';
import type { DocumentPart } from '../document';

const share = (part: number, whole: number): string => (whole > 0 ? `${((part / whole) * 100).toFixed(1)} %` : '-');

/** Commitments of a bill for people: how well they are used, and how much they cover. Nothing where there are none. */
export function commitmentsText(commitments: BillCommitments | undefined): DocumentPart[] {
  if (!commitments || commitments.held.length === 0) return [];
  const { held, coverage } = commitments;
  return [
    {
      head: ['commitment', 'USD a month', 'used', 'unused', 'saves', 'net'],
      numbers: [1, 2, 3, 4, 5],
      rows: held.map(({ cloud, name, paid, utilisation, unused, saved }) => [
        `${cloud} ${name}`,
        money(paid),
        share(utilisation, 1),
        money(unused),
        money(saved),
        money(saved - unused),
      ]),
    },
    {
      head: ['machines by list', 'always', 'committed', 'come and go', 'committed'],
      numbers: [1, 2, 3, 4],
      rows: coverage.map(({ cloud, fixed, fixedCovered, usage, usageCovered }) => [
        cloud,
        money(fixed),
        share(fixedCovered, fixed),
        money(usage),
        share(usageCovered, usage),
      ]),
    },
  ];
}
