import { daysAt, type RetentionReaders, soonest } from '../limits/kept';
import { isOn, valueAt } from '../resource';
import { rulesFor } from './buckets';

export const googleRetention: RetentionReaders = {
  google_logging_project_bucket_config: ({ values }) => [
    { limit: 'logDays', days: daysAt(values, 'retention_days', 30) },
  ],
  google_storage_bucket: (bucket) =>
    isOn(bucket.values, 'versioning.enabled')
      ? [
          {
            limit: 'versionDays',
            days: soonest(
              rulesFor(bucket, 'Delete')
                .filter((rule) => valueAt(rule, 'condition.with_state') !== 'LIVE')
                .map((rule) =>
                  daysAt(rule, 'condition.days_since_noncurrent_time', valueAt(rule, 'condition.age') ?? Number.NaN),
                ),
            ),
          },
        ]
      : [],
};
