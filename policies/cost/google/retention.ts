import { daysAt, type RetentionReaders, soonest } from '../limits/kept';
import { blocksAt, isOn, valueAt } from '../resource';

/** A rule that deletes old versions, whatever they are called and wherever they are stored. */
const endsVersions = (rule: unknown): boolean =>
  valueAt(rule, 'action.type') === 'Delete' &&
  valueAt(rule, 'condition.with_state') !== 'LIVE' &&
  ['matches_prefix', 'matches_suffix', 'matches_storage_class'].every(
    (limit) => valueAt(rule, `condition.${limit}`) === undefined,
  );

export const googleRetention: RetentionReaders = {
  google_logging_project_bucket_config: ({ values }) => [
    { limit: 'logDays', days: daysAt(values, 'retention_days', 30) },
  ],
  google_storage_bucket: ({ values }) =>
    isOn(values, 'versioning.enabled')
      ? [
          {
            limit: 'versionDays',
            days: soonest(
              blocksAt(values, 'lifecycle_rule')
                .filter(endsVersions)
                .map((rule) =>
                  daysAt(rule, 'condition.days_since_noncurrent_time', valueAt(rule, 'condition.age') ?? Number.NaN),
                ),
            ),
          },
        ]
      : [],
};
