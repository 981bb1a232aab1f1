import { tracking } from '../../../../services';
import { googleSite } from '../../../fixtures/sites';
import { resourceCounts, resourcesOf, synthesize, theOnly } from '../google-stacks';

const { data } = synthesize();

describe('data', () => {
  it('makes what the needs of the services ask for', () => {
    expect(resourceCounts(data)).toEqual({
      google_compute_address: 1,
      google_compute_forwarding_rule: 1,
      google_kms_crypto_key: 2,
      google_kms_crypto_key_iam_member: 6,
      google_kms_key_ring: 1,
      google_secret_manager_secret: 2,
      google_secret_manager_secret_version: 2,
      google_sql_database: 1,
      google_sql_database_instance: 1,
      google_sql_user: 1,
      google_storage_bucket: 2,
      google_storage_bucket_iam_member: 2,
      google_storage_insights_report_config: 1,
    });
  });

  it('rotates keys of hardware modules and cannot lose them', () => {
    for (const key of resourcesOf(data, 'google_kms_crypto_key')) {
      expect(key).toMatchObject({
        rotation_period: '7776000s',
        destroy_scheduled_duration: '2592000s',
        version_template: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protection_level: 'HSM' },
        lifecycle: { prevent_destroy: true },
      });
    }
    expect(resourcesOf(data, 'google_kms_crypto_key').map(({ name }) => name)).toEqual(['data', 'tracking-key']);
  });

  it('shares each key with the three services that use it', () => {
    const members = resourcesOf(data, 'google_kms_crypto_key_iam_member');
    expect([...new Set(members.map(({ member }) => member))].sort()).toEqual([
      'serviceAccount:service-123456789012@gcp-sa-cloud-sql.iam.gserviceaccount.com',
      'serviceAccount:service-123456789012@gcp-sa-secretmanager.iam.gserviceaccount.com',
      'serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com',
    ]);
    for (const { role } of members) expect(role).toBe('roles/cloudkms.cryptoKeyEncrypterDecrypter');
  });

  it("uses the service's own key, or the site's where it has none", () => {
    const database = theOnly(data, 'google_sql_database_instance');
    expect(database.encryption_key_name).toMatch(/google_kms_crypto_key\.tracking_key/);
    const services = { tracking: tracking.config.parse({ ownKey: false }) };
    const shared = theOnly(synthesize({ services }).data, 'google_sql_database_instance');
    expect(shared.encryption_key_name).toMatch(/google_kms_crypto_key\.foundation_data-key/);
  });

  it('leaves out what the site runs inside the cluster', () => {
    const providers = { ...googleSite().providers, postgres: 'in-cluster' } as const;
    expect(resourcesOf(synthesize({ providers }).data, 'google_sql_database_instance')).toEqual([]);
  });
});
