import { identity } from '../../../../constructs/google/data/identity';
import { googleSite } from '../../../fixtures/sites';
import { resourceCounts, resourcesOf, synthesize, theOnly } from '../google-stacks';

const { platform } = synthesize();
const pool =
  'principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme-ml-test.svc.id.goog';

describe('identity', () => {
  it('grants and makes nothing else: no account, no key', () => {
    expect(resourceCounts(platform)).toEqual({
      google_secret_manager_secret_iam_member: 2,
      google_storage_bucket_iam_member: 1,
    });
  });

  it("lets a service use its own bucket's objects", () => {
    expect(theOnly(platform, 'google_storage_bucket_iam_member')).toMatchObject({
      bucket: 'acme-test-gcp-europe-west1-tracking-artifacts-f49d8401',
      role: 'roles/storage.objectUser',
      member: `${pool}/subject/ns/tracking/sa/mlflow`,
    });
  });

  it('lets the reader of secrets read the secrets of the site, each by name', () => {
    const grants = resourcesOf(platform, 'google_secret_manager_secret_iam_member');
    expect(grants.map(({ secret_id, role, member }) => [secret_id, role, member])).toEqual(
      ['database', 'passphrase'].map((need) => [
        `evenkeel_test-google-europe-west1_tracking_${need}`,
        'roles/secretmanager.secretAccessor',
        `${pool}/subject/ns/external-secrets/sa/external-secrets`,
      ]),
    );
  });

  it('binds to a service account without annotations or labels', () => {
    const binding = identity.bind({
      site: googleSite(),
      service: 'tracking',
      namespace: 'tracking',
      name: 'identity',
      need: { kind: 'identity', serviceAccount: 'mlflow', grants: 'needs' },
    });
    expect(binding).toMatchObject({ serviceAccountName: 'mlflow', podLabels: {} });
    expect(binding.egress.map((peer) => 'cidr' in peer && peer.cidr)).toEqual([
      '169.254.169.254/32',
      '169.254.169.252/32',
      '199.36.153.4/30',
    ]);
  });
});
