import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { CeCostAllocationTag } from '@cdktf/provider-aws/lib/ce-cost-allocation-tag';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import type { AwsSite, BudgetSettings } from '../../../environments/model';
import { type BudgetNotice, noticesOf } from '../../contracts';
import { siteScoped } from '../names';

export interface AwsBudgetsProps {
  readonly site: AwsSite;
  readonly settings: BudgetSettings;
}

const notificationTypes: { readonly [O in BudgetNotice['of']]: string } = { actual: 'ACTUAL', forecast: 'FORECASTED' };

/** What AWS calls a tag that somebody gave, with its value. */
const tagFilter = (name: string, value: string) => [{ name: 'TagKeyValue', values: [`user:${name}$${value}`] }];

/**
 * Budgets of the account by its real bills, mailed when a share is spent and when the month is expected to end above.
 * Those of a tag see nothing until the tag is active on bills, which only the account that pays makes it.
 */
export class AwsBudgets extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AwsBudgetsProps) {
    super(scope, id);
    for (const { name, limitUsd, tag } of settings.budgets) {
      new BudgetsBudget(this, name, {
        name: `${name}-monthly`,
        accountId: site.accountId,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        limitAmount: `${limitUsd}`,
        limitUnit: 'USD',
        ...(tag ? { costFilter: tagFilter(tag.name, tag.value) } : {}),
        notification: noticesOf(settings).map(({ of, percent }) => ({
          notificationType: notificationTypes[of],
          comparisonOperator: 'GREATER_THAN',
          threshold: percent,
          thresholdType: 'PERCENTAGE',
          subscriberEmailAddresses: [...settings.emails],
        })),
      });
    }
    if (settings.activateTags) this.activateTags(site);
  }

  /** On the bills of the whole organisation, by the role that the site names in it, or of an account that pays for itself. */
  private activateTags(site: AwsSite): void {
    const { organisationRole } = site;
    const provider =
      organisationRole === undefined
        ? undefined
        : new AwsProvider(this, 'payer', {
            alias: 'payer',
            region: site.region,
            assumeRole: [{ roleArn: organisationRole, sessionName: siteScoped(site, 'budgets') }],
          });
    for (const tagKey of billedTags(site)) {
      new CeCostAllocationTag(this, tagKey, { ...(provider ? { provider } : {}), tagKey, status: 'Active' });
    }
  }
}

/** Tags by which bills are told apart. */
const billedTags = (site: AwsSite): readonly string[] => [...new Set([...Object.keys(site.tags), 'service', 'need'])];
