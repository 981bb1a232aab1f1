import { daysAt, type RetentionReaders, soonest } from '../limits/kept';
import { isOn } from '../resource';
import { accountRules } from './accounts';

export const azureRetention: RetentionReaders = {
  azurerm_log_analytics_workspace: ({ values }) => [
    { limit: 'logDays', days: daysAt(values, 'retention_in_days', 30) },
  ],
  azurerm_storage_account: ({ values }, about) =>
    isOn(values, 'blob_properties.versioning_enabled')
      ? [
          {
            limit: 'versionDays',
            days: soonest(
              accountRules(about).map((rule) =>
                daysAt(rule, 'actions.version.delete_after_days_since_creation', Number.NaN),
              ),
            ),
          },
        ]
      : [],
};
