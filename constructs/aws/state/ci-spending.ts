import type { AwsSite } from '../../../environments/model';
import { keepsAccount, spendingOf } from '../../contracts';
import type { Statement } from '../iam';
import { globalRegion, regionalArn } from '../names';

const tags = ['ListTagsForResource', 'TagResource', 'UntagResource'] as const;
const of = (service: string, actions: readonly string[]): string[] => actions.map((action) => `${service}:${action}`);

const budgetArns = (site: AwsSite): readonly string[] =>
  (spendingOf(site).budgets?.budgets ?? []).map(
    ({ name }) => `arn:aws:budgets::${site.accountId}:budget/${name}-monthly`,
  );
const anomalyArns = (site: AwsSite): readonly string[] =>
  ['anomalymonitor', 'anomalysubscription'].map((kind) => `arn:aws:ce::${site.accountId}:${kind}/*`);
const exportArns = (site: AwsSite): readonly string[] => [
  regionalArn({ region: globalRegion, accountId: site.accountId }, 'bcm-data-exports', 'export/*'),
  regionalArn({ region: globalRegion, accountId: site.accountId }, 'bcm-data-exports', 'table/*'),
];

/** Reads that Terraform makes of what tells of bills; the bills themselves it never asks for. */
export function spendingReads(site: AwsSite): Statement[] {
  const { budgets, anomalies, costExport } = spendingOf(site);
  if (!keepsAccount(site)) return [];
  const actions = [
    ...(budgets ? of('budgets', ['ListTagsForResource', 'ViewBudget']) : []),
    ...(budgets?.activateTags && !site.organisationRole ? of('ce', ['ListCostAllocationTags']) : []),
    ...(anomalies ? of('ce', ['GetAnomalyMonitors', 'GetAnomalySubscriptions', 'ListTagsForResource']) : []),
    ...(costExport ? of('bcm-data-exports', ['GetExport', 'ListTagsForResource']) : []),
  ];
  return actions.length > 0 ? [{ sid: 'Spending', actions, resources: ['*'] }] : [];
}

/** What the pipeline may change of what tells of bills; actions of budgets, which stop machines, it makes none. */
export function spendingStatements(site: AwsSite): Statement[] {
  const { budgets, anomalies, costExport } = spendingOf(site);
  if (!keepsAccount(site)) return [];
  const { organisationRole } = site;
  return [
    ...(budgets
      ? [
          {
            sid: 'Budgets',
            actions: of('budgets', ['ModifyBudget', 'ViewBudget', ...tags]),
            resources: budgetArns(site),
          },
        ]
      : []),
    ...(budgets?.activateTags
      ? organisationRole
        ? [{ sid: 'Payer', actions: ['sts:AssumeRole'], resources: [organisationRole] }]
        : [
            {
              sid: 'TagsOfBills',
              actions: of('ce', ['ListCostAllocationTags', 'UpdateCostAllocationTagsStatus']),
              resources: ['*'],
            },
          ]
      : []),
    ...(anomalies
      ? [
          {
            sid: 'Anomalies',
            actions: of('ce', [
              'CreateAnomalyMonitor',
              'CreateAnomalySubscription',
              'DeleteAnomalyMonitor',
              'DeleteAnomalySubscription',
              'GetAnomalyMonitors',
              'GetAnomalySubscriptions',
              'UpdateAnomalyMonitor',
              'UpdateAnomalySubscription',
              ...tags,
            ]),
            resources: anomalyArns(site),
          },
        ]
      : []),
    ...(costExport
      ? [
          {
            sid: 'Bills',
            actions: of('bcm-data-exports', ['CreateExport', 'DeleteExport', 'GetExport', 'UpdateExport', ...tags]),
            resources: exportArns(site),
          },
          {
            // Asked of whoever exports what is in a report of costs.
            sid: 'BillsReport',
            actions: ['cur:PutReportDefinition'],
            resources: [regionalArn({ region: globalRegion, accountId: site.accountId }, 'cur', '*')],
          },
        ]
      : []),
  ];
}
