import { archiveTenants } from '../../constructs/contracts';
import type { Site } from '../../environments/model';
import { databases } from '../../services';
import { awsSite, azureSite, googleSite, localSite } from '../fixtures/sites';
import { synthesizeSite } from '../fixtures/synthesize';

const services = { databases: databases.config.parse({ postgres: { orders: {} }, documents: { catalogue: {} } }) };
const providers = { ...awsSite().providers, postgres: 'in-cluster' } as const;
const namesOf = (site: Site) => archiveTenants(site).map(({ name }) => name);

describe('archives of databases inside the cluster', () => {
  it('are there for every database that can write to the object storage of its cloud by identity alone', () => {
    expect(namesOf(awsSite({ services, providers }))).toEqual([
      'databases-postgres-orders',
      'databases-documents-catalogue',
    ]);
    expect(namesOf(googleSite({ services, providers }))).toHaveLength(2);
    expect(namesOf(azureSite({ services, providers }))).toEqual(['databases-postgres-orders']);
  });

  it('are not there for databases that the cloud runs, nor where buckets lie in the same cluster', () => {
    expect(namesOf(awsSite({ services }))).toEqual(['databases-documents-catalogue']);
    expect(namesOf(awsSite({ services, providers: { ...providers, bucket: 'in-cluster' } }))).toEqual([]);
    expect(namesOf(localSite({ services }))).toEqual([]);
  });

  describe('on AWS', () => {
    const built = synthesizeSite(awsSite({ services, providers }));
    const resources = async (stack: 'data' | 'platform', type: string): Promise<string> =>
      JSON.stringify((await built).stacks[stack]?.resource?.[type] ?? {});

    it('are buckets of their own', async () => {
      const buckets = await resources('data', 'aws_s3_bucket');
      expect(buckets).toContain('databases-postgres-orders');
      expect(buckets).toContain('databases-documents-catalogue');
    });

    it('are written to by the pods of that database and by nobody else', async () => {
      const associations = Object.values(
        (await built).stacks.platform?.resource?.aws_eks_pod_identity_association ?? {},
      ) as { service_account: string; namespace: string }[];
      expect(associations.map(({ namespace, service_account }) => `${namespace}/${service_account}`).sort()).toEqual([
        'databases/databases-documents-catalogue',
        'databases/databases-postgres-orders',
        'external-secrets/external-secrets',
      ]);
    });

    it('leave CloudNativePG the token its pods work by, and MongoDB none', async () => {
      const accounts = Object.values((await built).stacks.platform?.resource?.kubernetes_service_account_v1 ?? {}) as {
        metadata: { name: string };
        automount_service_account_token: boolean;
      }[];
      expect(
        Object.fromEntries(accounts.map((one) => [one.metadata.name, one.automount_service_account_token])),
      ).toMatchObject({ 'databases-postgres-orders': true, 'databases-documents-catalogue': false });
    });
  });

  it('may be asked for themselves on Google Cloud, where that is a right of its own', async () => {
    const { stacks } = await synthesizeSite(googleSite({ services, providers }));
    const roles = Object.values(stacks.platform?.resource?.google_storage_bucket_iam_member ?? {}) as {
      role: string;
    }[];
    expect(roles.map(({ role }) => role).sort()).toEqual([
      'roles/storage.legacyBucketReader',
      'roles/storage.legacyBucketReader',
      'roles/storage.objectUser',
      'roles/storage.objectUser',
    ]);
  });
});
