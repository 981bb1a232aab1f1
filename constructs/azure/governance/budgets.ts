import { ConsumptionBudgetSubscription } from '@cdktf/provider-azurerm/lib/consumption-budget-subscription';
import { Construct } from 'constructs';
import type { AzureSite, BudgetSettings } from '../../../environments/model';
import { type BudgetNotice, noticesOf } from '../../contracts';

export interface AzureBudgetsProps {
  readonly site: AzureSite;
  readonly settings: BudgetSettings;
}

const thresholdTypes: { readonly [O in BudgetNotice['of']]: string } = { actual: 'Actual', forecast: 'Forecasted' };

/** First of the month in which Terraform plans: Azure asks for a date, and a build has none. It stays as it was made. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: that is how Terraform writes it.
const thisMonth = '${formatdate("YYYY-MM-01\'T\'00:00:00Z", plantimestamp())}';

/** Budgets of the subscription by its real bills, mailed when a share is spent and when the month is expected to end above. */
export class AzureBudgets extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AzureBudgetsProps) {
    super(scope, id);
    for (const { name, limitUsd, tag } of settings.budgets) {
      new ConsumptionBudgetSubscription(this, name, {
        name: `${name}-monthly`,
        subscriptionId: `/subscriptions/${site.subscriptionId}`,
        amount: limitUsd,
        timeGrain: 'Monthly',
        timePeriod: { startDate: thisMonth },
        ...(tag ? { filter: { tag: [{ name: tag.name, operator: 'In', values: [tag.value] }] } } : {}),
        notification: noticesOf(settings).map(({ of, percent }) => ({
          enabled: true,
          operator: 'GreaterThan',
          threshold: percent,
          thresholdType: thresholdTypes[of],
          contactEmails: [...settings.emails],
        })),
        lifecycle: { ignoreChanges: ['time_period'] },
      });
    }
  }
}
