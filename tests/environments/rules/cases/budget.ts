import { aws, azure, google, primary, type RuleCase } from './words';

const googleOnly = (words: object) => ({ sites: [primary({ ...google, ...words })] }) as object;

const awsAndAzure = { sites: [aws, azure] };

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
  [
    'a budget of a project is kept by who pays for it',
    { ...googleOnly({}), budget: { monthlyUsd: 9000, alerts: {} } },
    ['BUDGET_BILLING_ACCOUNT sites[0].billingAccountId'],
    { ...googleOnly({ billingAccountId: '012345-6789AB-CDEF01' }), budget: { monthlyUsd: 9000, alerts: {} } },
  ],
  [
    'sums of single sites leave something for the others to watch',
    { ...awsAndAzure, budget: { monthlyUsd: 9000, alerts: {}, sites: { 'test-aws-eu-west-1': 9000 } } },
    ['BUDGET_SHARES budget.sites'],
    { ...awsAndAzure, budget: { monthlyUsd: 9000, alerts: {}, sites: { 'test-aws-eu-west-1': 8000 } } },
  ],
  [
    'sums of single sites may be anything where no cloud watches them',
    { ...awsAndAzure, budget: { monthlyUsd: 9000, alerts: {}, sites: { 'test-aws-eu-west-1': 10_000 } } },
    ['BUDGET_SHARES budget.sites'],
    { ...awsAndAzure, budget: { monthlyUsd: 9000, sites: { 'test-aws-eu-west-1': 10_000 } } },
  ],
  [
    'what ends on a day can be deleted on it',
    { expires: '2026-12-01', deletionProtection: true },
    ['SERVICE_CONFLICT expires'],
    { expires: '2026-12-01', deletionProtection: false },
  ],
];
