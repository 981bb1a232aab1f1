import { siteOperators } from '../../../charts';
import { databasesSignals } from '../../../charts/databases/signals';
import { databases } from '../../../services';
import { googleSite, localSite } from '../../fixtures/sites';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const config = databases.config.parse({
  postgres: { orders: { usedFrom: ['shop'] }, ledger: {} },
  documents: { catalogue: { usedFrom: ['shop', 'search'] } },
  caches: { session: { usedFrom: ['shop'], highlyAvailable: false } },
  buckets: { images: {} },
});
const local = renderLocal({ services: { databases: config } });
const providers = googleSite().providers;
// Without an archive: the bucket of this rendering is of no cloud.
const managed = renderManaged({ services: { databases: config }, providers: { ...providers, bucket: 'in-cluster' } });

const own = (rendered: typeof local) => places(rendered).filter((place) => place.startsWith('k8s/50-databases/'));

test('applications get a right to one Secret and a way to one database', () => {
  expect(own(local)).toEqual([
    'k8s/50-databases/ConfigMap/databases-buckets-images',
    'k8s/50-databases/NetworkPolicy/databases-caches-session-applications',
    'k8s/50-databases/NetworkPolicy/databases-documents-catalogue-applications',
    'k8s/50-databases/NetworkPolicy/databases-postgres-orders-applications',
    'k8s/50-databases/Role/databases-caches-session-applications',
    'k8s/50-databases/Role/databases-documents-catalogue-applications',
    'k8s/50-databases/Role/databases-postgres-orders-applications',
    'k8s/50-databases/RoleBinding/databases-caches-session-applications',
    'k8s/50-databases/RoleBinding/databases-documents-catalogue-applications',
    'k8s/50-databases/RoleBinding/databases-postgres-orders-applications',
  ]);
});

test('a database that nobody else uses opens nothing', () => {
  expect(places(local).filter((place) => place.includes('ledger') && place.includes('applications'))).toEqual([]);
});

test('a database that the cloud runs has no pods here to open', () => {
  expect(own(managed)).not.toContain('k8s/50-databases/NetworkPolicy/databases-postgres-orders-applications');
  expect(own(managed)).toContain('k8s/50-databases/Role/databases-postgres-orders-applications');
});

test('the right is to read that one Secret, for the account that External Secrets uses over there', () => {
  expect(the(local, 'Role', 'databases-postgres-orders-applications')).toMatchObject({
    rules: [
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['databases-postgres-orders-app'], verbs: ['get'] },
    ],
  });
  expect(the(local, 'RoleBinding', 'databases-documents-catalogue-applications')).toMatchObject({
    subjects: [
      { kind: 'ServiceAccount', name: 'databases-reader', namespace: 'shop' },
      { kind: 'ServiceAccount', name: 'databases-reader', namespace: 'search' },
    ],
  });
});

test('only pods that say they call databases come in, from the namespaces that were named', () => {
  const { podSelector, ingress } = specOf<{ podSelector: object; ingress: object[] }>(
    the(local, 'NetworkPolicy', 'databases-postgres-orders-applications'),
  );
  expect(podSelector).toEqual({ matchLabels: { 'cnpg.io/cluster': 'databases-postgres-orders' } });
  expect(ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
          podSelector: { matchLabels: { 'evenkeel.dev/calls-databases': 'true' } },
        },
      ],
      ports: [{ port: 5432, protocol: 'TCP' }],
    },
  ]);
});

test('what a pod needs to know of its bucket is no secret', () => {
  const { data } = the(local, 'ConfigMap', 'databases-buckets-images') as unknown as { data: Record<string, string> };
  expect(data).toMatchObject({ BUCKET_NAME: 'databases-buckets-images', BUCKET_URI: 's3://databases-buckets-images' });
  expect(data).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
});

test('MongoDB brings its operator, and the archive of PostgreSQL on a cloud its plugin', () => {
  const services = { databases: config };
  expect(siteOperators(localSite({ services }))).toEqual(expect.arrayContaining(['cloudnative-pg', 'percona-mongodb']));
  expect(siteOperators(localSite({ services }))).not.toContain('barman-cloud');
  expect(siteOperators(googleSite({ services, providers }))).not.toContain('barman-cloud');
  expect(siteOperators(googleSite({ services, providers: { ...providers, postgres: 'in-cluster' } }))).toEqual(
    expect.arrayContaining(['cloudnative-pg', 'barman-cloud']),
  );
});

describe('what is watched', () => {
  const objectives = databases.objectives(config);
  const named = (name: string) =>
    databasesSignals.alerts(config, objectives).find((alert) => alert.name === name)?.expression ?? '';

  test('a database that shows nothing at all is noticed, by the names its pods have', () => {
    expect(named('DatabaseUnseen').split(' or ')).toEqual([
      expect.stringContaining('pod=~"databases-documents-catalogue-rs0-[0-9]+"'),
      expect.stringContaining('pod=~"databases-caches-session(-node)?-[0-9]+"'),
    ]);
  });

  test('backups are watched where there are databases of that kind', () => {
    const names = (kinds: object) =>
      databasesSignals.alerts(databases.config.parse(kinds), objectives).map(({ name }) => name);
    expect(names({ documents: { notes: {} } })).toContain('MongodbBackupOld');
    // Of every service alike: `monitoring/store-alerts.ts`.
    expect(names({ postgres: { orders: {} } }).filter((name) => /Backup|Archived/.test(name))).toEqual([]);
    expect(names({ caches: { session: {} } }).filter((name) => /Backup|Archived/.test(name))).toEqual([]);
  });
});
