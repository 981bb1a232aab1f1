import type { RuleCase } from './words';

export const budgetCases: readonly RuleCase[] = [
  [
    'sums for single sites name sites that are there',
    { budget: { monthlyUsd: 9000, sites: { 'test-aws-eu-west-1': 3000, 'test-aws-eu-west-2': 3000 } } },
    ['UNKNOWN_SITE budget.sites'],
    { budget: { monthlyUsd: 9000, sites: { 'test-aws-eu-west-1': 3000 } } },
  ],
  [
    'what one customer may cost needs customers',
    { budget: { monthlyUsd: 9000, perCustomerUsd: 2 }, business: { predictionsPerMonth: 1000 } },
    ['BUDGET_CUSTOMERS budget.perCustomerUsd'],
    { budget: { monthlyUsd: 9000, perCustomerUsd: 2 }, business: { customers: 1000 } },
  ],
];
