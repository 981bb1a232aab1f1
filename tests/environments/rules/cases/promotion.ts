import type { RuleCase } from './words';

const sites = ['test-aws-eu-west-1', 'test-google-europe-west1', 'test-azure-westeurope'];

export const promotionCases: readonly RuleCase[] = [
  [
    'enough people may agree to a promotion',
    { promotion: { approvals: 2, approvers: ['ada@example.com'] } },
    ['PROMOTION_APPROVERS promotion.approvals'],
    { promotion: { approvals: 2, approvers: ['ada@example.com', 'grace@example.com'] } },
  ],
  [
    'waves name sites of the environment',
    { promotion: { waves: [[...sites, 'test-aws-eu-north-1']] } },
    ['PROMOTION_WAVES promotion.waves'],
    { promotion: { waves: [sites] } },
  ],
  [
    'waves name every site once',
    { promotion: { waves: [sites.slice(0, 2), sites.slice(1, 2)] } },
    ['PROMOTION_WAVES promotion.waves', 'PROMOTION_WAVES promotion.waves'],
    { promotion: { waves: [sites.slice(0, 2), sites.slice(2)] } },
  ],
];
