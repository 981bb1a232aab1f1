import { Testing } from 'cdk8s';
import { secret } from '../../../../constructs/google/data/secret';
import { googleSite } from '../../../fixtures/sites';
import { resourcesOf, synthesize } from '../google-stacks';

const { data } = synthesize();

describe('secret', () => {
  it('stays in the region under the own key, recoverable and protected', () => {
    for (const made of resourcesOf(data, 'google_secret_manager_secret')) {
      expect(made).toMatchObject({
        replication: {
          user_managed: {
            replicas: [
              {
                location: 'europe-west1',
                customer_managed_encryption: { kms_key_name: expect.stringContaining('google_kms_crypto_key') },
              },
            ],
          },
        },
        version_destroy_ttl: '2592000s',
        deletion_protection: true,
      });
      expect(made.depends_on).toHaveLength(3);
    }
  });

  it('is generated with the length asked for and written without passing through state', () => {
    const generated = Object.values<{ length: number; special: boolean }>(data.ephemeral.random_password);
    expect(generated).toContainEqual({ length: 48, special: false });
    for (const version of resourcesOf(data, 'google_secret_manager_secret_version')) {
      expect(version.secret_data_wo).toContain('ephemeral.random_password.');
      expect(version).not.toHaveProperty('secret_data');
    }
  });

  it('reaches the namespace under the name it is bound to', () => {
    const request = {
      site: googleSite(),
      service: 'tracking',
      namespace: 'tracking',
      name: 'passphrase',
      need: { kind: 'secret', length: 48, boundTo: 'data' },
    } as const;
    expect(secret.bind(request)).toEqual({ secretName: 'tracking-passphrase' });
    const chart = Testing.chart();
    secret.manifests(chart, request);
    const [manifest] = Testing.synth(chart);
    expect(manifest.spec.data).toEqual([
      { secretKey: 'value', remoteRef: { key: 'evenkeel_test-google-europe-west1_tracking_passphrase' } },
    ]);
  });
});
