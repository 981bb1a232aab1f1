import { uncopiedVolumes } from '../../charts/volume-snapshots/copied-volumes';
import { serviceTenants } from '../../constructs/contracts';
import type { Site } from '../../environments/model';
import { databases } from '../../services';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';

const services = { databases: databases.config.parse({ postgres: { orders: {} }, documents: { notes: {} } }) };
const copied = (site: Site) => serviceTenants(site).flatMap((tenant) => uncopiedVolumes(site, tenant));

const members = {
  'app.kubernetes.io/name': 'percona-server-mongodb',
  'app.kubernetes.io/instance': 'databases-documents-notes',
  'app.kubernetes.io/component': 'mongod',
};

test('MongoDB has its volumes copied where its backups have no bucket', () =>
  expect(copied(azureSite({ services }))).toEqual([members]));

test('MongoDB with backups in a bucket has no copies beside them', () => {
  expect(copied(awsSite({ services }))).toEqual([]);
  expect(copied(googleSite({ services }))).toEqual([]);
});

test('buckets inside the cluster are no place for backups of the same cluster', () => {
  const inside = { ...awsSite().providers, bucket: 'in-cluster' } as const;
  expect(copied(awsSite({ services, providers: inside }))).toEqual([members]);
});
