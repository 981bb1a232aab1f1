import type { AwsSite, StoreCopy } from '../../../environments/model';
import { type CloudCopyMechanism, type CopyAges, copyAgesBy, takenByCloud } from '../../contracts';
import { bucketName, databaseName } from '../names';

interface AskedMetric {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metric: string;
  /** As YACE names it. */
  readonly series: string;
}

/**
 * What CloudWatch is asked for each copy, in the region that takes it: both metrics are published there.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html, and metrics of RDS, 2026-11.
 */
const asked: { readonly [M in CloudCopyMechanism]: (site: AwsSite, copy: StoreCopy) => AskedMetric } = {
  'postgres.cross-region-replica': (site, { service, need }) => ({
    namespace: 'AWS/RDS',
    dimensions: { DBInstanceIdentifier: databaseName(site, service, need) },
    metric: 'ReplicaLag',
    series: 'aws_rds_replica_lag_maximum',
  }),
  'bucket.replication': (site, { service, need, from, to }) => ({
    namespace: 'AWS/S3',
    dimensions: {
      SourceBucket: bucketName({ organisation: site.organisation, name: from.name }, service, need),
      DestinationBucket: bucketName(site, service, need),
      RuleId: to.name,
    },
    metric: 'ReplicationLatency',
    series: 'aws_s3_replication_latency_maximum',
  }),
};

/** Of the job in YACE, and the label of its series. */
const nameOf = ({ service, need }: StoreCopy): string => `copy-${service}-${need}`;

/** Each copy with the one metric that has its age. */
export const copyMetrics = (site: AwsSite): (AskedMetric & { readonly name: string })[] =>
  takenByCloud(site).map((copy) => ({ name: nameOf(copy), ...asked[copy.mechanism](site, copy) }));

/** Ages of copies as Prometheus has them from YACE. */
export function copyAges(site: AwsSite): CopyAges {
  const age =
    (mechanism: CloudCopyMechanism) =>
    (copy: StoreCopy): string =>
      `max(${asked[mechanism](site, copy).series}{name="${nameOf(copy)}"})`;
  return copyAgesBy(site, {
    'postgres.cross-region-replica': age('postgres.cross-region-replica'),
    'bucket.replication': age('bucket.replication'),
  });
}
