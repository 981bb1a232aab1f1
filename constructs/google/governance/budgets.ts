import { BillingBudget } from '@cdktf/provider-google/lib/billing-budget';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import { Construct } from 'constructs';
import type { BudgetSettings, GoogleSite } from '../../../environments/model';
import { type BudgetNotice, noticesOf } from '../../contracts';

export interface GoogleBudgetsProps {
  readonly site: GoogleSite;
  readonly settings: BudgetSettings;
}

const spendBases: { readonly [O in BudgetNotice['of']]: string } = {
  actual: 'CURRENT_SPEND',
  forecast: 'FORECASTED_SPEND',
};

/** Budgets of the project by its real bills, kept by the account that pays for it and mailed through channels of the project. */
export class GoogleBudgets extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: GoogleBudgetsProps) {
    super(scope, id);
    const { billingAccountId } = site;
    if (billingAccountId === undefined) throw new Error(`${site.name} names nobody who pays for its project`);
    const channels = settings.emails.map(
      (address, index) =>
        new MonitoringNotificationChannel(this, `mail-${index + 1}`, {
          displayName: `${site.name} budgets: ${address}`,
          type: 'email',
          labels: { email_address: address },
          enabled: true,
        }),
    );
    for (const { name, limitUsd, tag } of settings.budgets) {
      new BillingBudget(this, name, {
        billingAccount: billingAccountId,
        displayName: `${name}-monthly`,
        budgetFilter: {
          projects: [`projects/${site.projectNumber}`],
          calendarPeriod: 'MONTH',
          ...(tag ? { labels: { [tag.name]: tag.value } } : {}),
        },
        amount: { specifiedAmount: { currencyCode: 'USD', units: `${limitUsd}` } },
        thresholdRules: noticesOf(settings).map(({ of, percent }) => ({
          spendBasis: spendBases[of],
          thresholdPercent: percent / 100,
        })),
        allUpdatesRule: {
          monitoringNotificationChannels: channels.map(({ name: channel }) => channel),
          // Administrators of all that is billed together are told of no single project.
          disableDefaultIamRecipients: true,
        },
      });
    }
  }
}
