import { daysAt, type RetentionReaders, soonest } from '../limits/kept';
import { blocksAt, valueAt } from '../resource';

/** A rule of a lifecycle that is on and holds for a whole bucket. */
const wholeBucket = (rule: unknown): boolean =>
  valueAt(rule, 'status') === 'Enabled' &&
  [
    'filter.prefix',
    'filter.and',
    'filter.tag',
    'filter.object_size_greater_than',
    'filter.object_size_less_than',
  ].every((limit) => [undefined, ''].includes(valueAt(rule, limit) as string | undefined));

export const awsRetention: RetentionReaders = {
  // Without a number, or with none, CloudWatch keeps everything.
  aws_cloudwatch_log_group: ({ values }) => [
    { limit: 'logDays', days: daysAt(values, 'retention_in_days', 0) || Number.POSITIVE_INFINITY, monthsInBill: 1 },
  ],
  aws_s3_bucket: (_, about) =>
    about('aws_s3_bucket_versioning', 'bucket')
      .filter(({ values }) => valueAt(values, 'versioning_configuration.status') === 'Enabled')
      .map(() => ({
        limit: 'versionDays',
        days: soonest(
          about('aws_s3_bucket_lifecycle_configuration', 'bucket')
            .flatMap(({ values }) => blocksAt(values, 'rule'))
            .filter(wholeBucket)
            .flatMap((rule) => blocksAt(rule, 'noncurrent_version_expiration'))
            .map((end) => daysAt(end, 'noncurrent_days', Number.NaN)),
        ),
      })),
};
