import { watchedCopies } from '../../../charts/monitoring/recovery/watched-copies';
import { cloudMetrics as awsMetrics } from '../../../constructs/aws/data/cloud-metrics';
import { bucketName, databaseName } from '../../../constructs/aws/names';
import { cloudMetrics as azureMetrics } from '../../../constructs/azure/data/cloud-metrics';
import { cloudMetrics as googleMetrics } from '../../../constructs/google/data/cloud-metrics';
import type { CloudSite, CopyPlace, SiteRecovery } from '../../../environments/model';
import { parseExpression } from '../../charts/monitoring/metric-names';
import { promised } from '../../fixtures/promised-sites';
import { watchedSites } from '../../fixtures/watched-stores';

/** A standby whose primary is on the same cloud: a replica of the database, and a replicated bucket. */
function standby<S extends CloudSite>(site: S): S & { readonly recovery: SiteRecovery } {
  const to: CopyPlace = { name: site.name, cloud: site.cloud, region: site.region, account: '1' };
  const from = { ...to, name: 'test-primary', region: 'elsewhere' };
  const copy = { service: 'tracking', from, to, rpoMinutes: 60 };
  const copies = [
    { ...copy, need: 'database', mechanism: 'postgres.cross-region-replica' },
    { ...copy, need: 'artifacts', mechanism: 'bucket.replication' },
  ];
  const recovery: SiteRecovery = { ...promised, primary: from, standbys: [to], copies };
  return { ...site, role: 'standby', recovery } as S & { readonly recovery: SiteRecovery };
}

const sites = {
  aws: standby(watchedSites.aws),
  google: standby(watchedSites.google),
  azure: standby(watchedSites.azure),
};
const ages = {
  aws: awsMetrics(sites.aws)?.copyAges,
  google: googleMetrics(sites.google)?.copyAges,
  azure: azureMetrics(sites.azure)?.copyAges,
};

it.each(['aws', 'google', 'azure'] as const)('on %s, the age of a replica is its lag', (cloud) => {
  const age = ages[cloud]?.['tracking-database'];
  expect(parseExpression(String(age))).toMatchObject({ valid: true });
  expect(watchedCopies(sites[cloud], ages[cloud]).map(({ labels, age: said }) => [labels.store, said])).toContainEqual([
    'tracking-database',
    age,
  ]);
});

it('asks CloudWatch for the lag of the replica and of the bucket, in the region that takes them', () => {
  const { static: jobs } = JSON.parse(awsMetrics(sites.aws)?.exporter.file?.content ?? '{}') as {
    static: { name: string; namespace: string; regions: string[]; dimensions: object[]; metrics: { name: string }[] }[];
  };
  const found = jobs.filter(({ name }) => name.startsWith('copy-'));
  const { name: source } = sites.aws.recovery.primary;
  expect(
    found.map(({ name, namespace, dimensions, metrics }) => [name, namespace, dimensions, metrics[0]?.name]),
  ).toEqual([
    [
      'copy-tracking-database',
      'AWS/RDS',
      [{ name: 'DBInstanceIdentifier', value: databaseName(sites.aws, 'tracking', 'database') }],
      'ReplicaLag',
    ],
    [
      'copy-tracking-artifacts',
      'AWS/S3',
      [
        { name: 'SourceBucket', value: bucketName({ ...sites.aws, name: source }, 'tracking', 'artifacts') },
        { name: 'DestinationBucket', value: bucketName(sites.aws, 'tracking', 'artifacts') },
        { name: 'RuleId', value: sites.aws.name },
      ],
      'ReplicationLatency',
    ],
  ]);
  expect(new Set(found.flatMap(({ regions }) => regions))).toEqual(new Set([sites.aws.region]));
  expect(ages.aws?.['tracking-artifacts']).toBe(
    'max(aws_s3_replication_latency_maximum{name="copy-tracking-artifacts"})',
  );
});

it.each(['google', 'azure'] as const)(
  'on %s, says why nothing has the age of a replicated bucket, and no alert waits for it',
  (cloud) => {
    expect(ages[cloud]?.['tracking-artifacts']).toEqual({ unmeasured: expect.any(String) });
    expect(watchedCopies(sites[cloud], ages[cloud]).map(({ labels }) => labels.store)).toEqual(['tracking-database']);
  },
);
