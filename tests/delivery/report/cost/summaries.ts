import type { CostSummary, SummarySite } from '../../../../policies/cost/cost-summary';

const site = (name: string, scale: number, rest: Partial<SummarySite> = {}): SummarySite => ({
  name,
  monthly: 160 * scale,
  groups: [
    {
      name: 'shared: pool general',
      monthly: 100 * scale,
      items: [
        { name: 'machine/m7i.2xlarge', monthly: 80 * scale, basis: 'usage' },
        { name: 'disk/gp3', monthly: 20 * scale, basis: 'fixed' },
      ],
    },
    { name: 'tracking', monthly: 50 * scale, items: [{ name: 'database/small', monthly: 50 * scale, basis: 'fixed' }] },
    { name: '3 others', monthly: 10 * scale, items: [{ name: 'gateway', monthly: 10 * scale }] },
  ],
  parts: { serving: 150 * scale, standby: 0, backup: 10 * scale, copy: 0, vault: 0, link: 0 },
  ...rest,
});

/** Two sites, one of them ten times as expensive as the other. */
export const summaryOf = (name: string): CostSummary => ({
  currency: 'USD',
  pricesAsOf: '2026-01-01',
  monthlyTotal: 1760,
  fixed: 880,
  usage: 880,
  budgetUsd: 2000,
  sites: [
    site(`${name}-one`, 10, { role: 'primary' }),
    site(`${name}-two`, 1, {
      role: 'standby',
      tier: 'warm-standby',
      parts: { serving: 0, standby: 100, backup: 10, copy: 20, vault: 5, link: 25 },
    }),
  ],
  lineCount: 40,
  largest: [
    {
      site: `${name}-one`,
      stack: 'cluster',
      address: `${name}.address`,
      item: 'machine/m7i.2xlarge',
      quantity: 7300,
      unit: 'hour',
      unitPrice: 0.11,
      monthly: 800,
      basis: 'usage',
      confidence: 'high',
    },
  ],
});
