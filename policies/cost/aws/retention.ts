import { daysAt, type RetentionReaders, soonest } from '../limits/kept';
import { blocksAt, valueAt } from '../resource';
import { bucketRules } from './buckets';

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
          bucketRules(about)
            .flatMap((rule) => blocksAt(rule, 'noncurrent_version_expiration'))
            .map((end) => daysAt(end, 'noncurrent_days', Number.NaN)),
        ),
      })),
};
