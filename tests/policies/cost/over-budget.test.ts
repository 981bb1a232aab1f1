import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import type { BillLine } from '../../../policies/cost/bill';
import { overBudget, overSiteBudget } from '../../../policies/cost/over-budget';

const line = (site: string, name: string, monthly: number): BillLine => ({
  site,
  stack: 'cluster',
  address: `aws_instance.${name}`,
  item: 'machine/m7i.large',
  quantity: 1,
  unit: 'hour',
  unitPrice: monthly,
  monthly,
  basis: 'fixed',
  source: 'by hand',
  confidence: 'medium',
});
const lines = [
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => line('one', name, 1000.1 - index)),
  line('other', 'g', 20),
];
const total = 6 * 1000.1 - 15 + 20;
const budget = (monthlyUsd: number, sites: Readonly<Record<string, number>> = {}): BudgetConfig => ({
  monthlyUsd,
  sites,
  assumptions: {},
  retention: {},
  exemptions: [],
});

it('says how much too much it is, and names the five largest lines', () => {
  expect(overBudget(lines, budget(5000))).toMatchInlineSnapshot(`
    [
      {
        "code": "BUDGET_EXCEEDED",
        "fix": "take out or make smaller what the lines name (\`evenkeel cost\` shows all), or agree on a larger budget with whoever pays",
        "message": "the environment would cost 6,005.60 USD a month, 1,005.60 more than it may; its largest lines: 1,000.10 machine/m7i.large of one cluster aws_instance.a; 999.10 machine/m7i.large of one cluster aws_instance.b; 998.10 machine/m7i.large of one cluster aws_instance.c; 997.10 machine/m7i.large of one cluster aws_instance.d; 996.10 machine/m7i.large of one cluster aws_instance.e",
        "place": "budget.monthlyUsd",
        "value": 5000,
      },
    ]
  `);
});

it('is silent at the sum itself, and fires a cent below it', () => {
  expect(overBudget(lines, budget(total))).toEqual([]);
  expect(overBudget(lines, budget(total - 0.01))).toHaveLength(1);
});

it('holds what one customer costs, where somebody counts them', () => {
  const each = { ...budget(1e6), perCustomerUsd: total / 100 };
  expect(overBudget(lines, each, 101)).toEqual([]);
  expect(overBudget(lines, each, 99)).toMatchObject([
    { code: 'BUDGET_EXCEEDED', place: 'budget.perCustomerUsd', value: total / 100 },
  ]);
  expect(overBudget(lines, each)).toEqual([]);
});

it('holds a site to its own lines only', () => {
  expect(overSiteBudget(lines, budget(1e6, { other: 20 }), 'other')).toEqual([]);
  expect(overSiteBudget(lines, budget(1e6, { other: 19 }), 'other')).toMatchObject([
    { code: 'BUDGET_EXCEEDED', place: 'budget.sites.other', value: 19 },
  ]);
  expect(overSiteBudget(lines, budget(1e6, { other: 19 }), 'one')).toEqual([]);
});
