import { postgres } from '../../../constructs/in-cluster/postgres';
import type { PostgresNeed } from '../../../services';
import { archiveAt } from './archive-objects';
import { kindsAndNames, objectsOf, one, requestFor } from './in-cluster-objects';

const need: PostgresNeed = {
  kind: 'postgres',
  database: 'mlflow',
  majorVersion: 17,
  size: 'small',
  storageGiB: 40,
  backupRetentionDays: 14,
  highlyAvailable: true,
};

const s3 = archiveAt('s3://acme-backups', { AWS_REGION: 'eu-west-1' });
const objects = (archive = s3) => objectsOf(postgres, requestFor<'postgres'>(need, 'database'), archive);

test('an archive adds a store and a schedule to the cluster and its policy', () => {
  expect(kindsAndNames(objects())).toEqual([
    'Cluster/tracking-database',
    'NetworkPolicy/tracking-database',
    'ObjectStore/tracking-database',
    'ScheduledBackup/tracking-database',
  ]);
});

test('every log is archived, by pods that run under the identity of the archive', () => {
  expect(one(objects(), 'Cluster').spec).toMatchObject({
    serviceAccountName: 'tracking-database',
    inheritedMetadata: { labels: { 'identity.example.com/use': 'true' } },
    plugins: [
      {
        name: 'barman-cloud.cloudnative-pg.io',
        isWALArchiver: true,
        parameters: { barmanObjectName: 'tracking-database' },
      },
    ],
  });
});

test('a base backup is made at once and every night, and kept as long as the need says', () => {
  expect(one(objects(), 'ScheduledBackup').spec).toMatchObject({
    schedule: '0 0 2 * * *',
    immediate: true,
    method: 'plugin',
  });
  expect(one(objects(), 'ObjectStore').spec.retentionPolicy).toBe('14d');
});

test.each([
  ['s3://acme-backups', 's3://acme-backups', { s3Credentials: { inheritFromIAMRole: true } }],
  ['gs://acme-backups', 'gs://acme-backups', { googleCredentials: { gkeEnvironment: true } }],
  [
    'wasbs://archive@acmebackups.blob.core.windows.net',
    'https://acmebackups.blob.core.windows.net/archive',
    { azureCredentials: { inheritFromAzureAD: true } },
  ],
])('%s is written to without a key', (uri, destinationPath, credentials) => {
  const { configuration } = one(objects(archiveAt(uri)), 'ObjectStore').spec;
  expect(configuration).toMatchObject({ destinationPath, ...credentials });
  expect(JSON.stringify(configuration)).not.toMatch(/accessKey|storageKey|applicationCredentials/);
});

test('the sidecar knows what clients of the store need to know', () => {
  expect(one(objects(), 'ObjectStore').spec.instanceSidecarConfiguration.env).toEqual([
    { name: 'AWS_REGION', value: 'eu-west-1' },
  ]);
});

test('the way to the bucket and to its sign-in is open, and was not before', () => {
  const cidrs = (archive?: typeof s3) =>
    one(objectsOf(postgres, requestFor<'postgres'>(need, 'database'), archive), 'NetworkPolicy')
      .spec.egress.flatMap(({ to }: { to: { ipBlock?: { cidr: string } }[] }) => to)
      .flatMap(({ ipBlock }: { ipBlock?: { cidr: string } }) => ipBlock?.cidr ?? []);
  expect(cidrs(s3)).toEqual(['203.0.113.0/24', '198.51.100.1/32']);
  expect(cidrs()).toEqual([]);
});

test('a store that Barman does not know is refused while it is built', () => {
  expect(() => objects(archiveAt('ftp://acme'))).toThrow('Barman writes to s3:, gs:, wasbs: only');
});
