import { daysAt, type RetentionReaders, soonest } from '../limits/kept';
import { blocksAt, isOn, valueAt } from '../resource';

/** A rule that is on and holds for a whole account. */
const wholeAccount = (rule: unknown): boolean =>
  isOn(rule, 'enabled') &&
  ['prefix_match', 'match_blob_index_tag'].every((limit) => valueAt(rule, `filters.${limit}`) === undefined);

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
              about('azurerm_storage_management_policy', 'storage_account_id')
                .flatMap((policy) => blocksAt(policy.values, 'rule'))
                .filter(wholeAccount)
                .map((rule) => daysAt(rule, 'actions.version.delete_after_days_since_creation', Number.NaN)),
            ),
          },
        ]
      : [],
};
