import { googleSite } from '../../fixtures/sites';
import { type Json, synthesize } from './google-stacks';

const stacks = synthesize();

describe('providers', () => {
  it.each(Object.entries<Json>(stacks))('names the current major and no machine in %s', (_, stack) => {
    expect(stack.terraform.required_providers.google.version).toBe('~> 7.46');
    expect(stack.terraform.required_version).toBe('>= 1.11.0');
    expect(stack.provider.google).toEqual([
      {
        project: 'acme-ml-test',
        region: 'europe-west1',
        default_labels: googleSite().tags,
        add_terraform_attribution_label: false,
      },
    ]);
  });

  it('keeps all state, its own included, in the encrypted bucket', () => {
    const [bucket] = Object.values<Json>(stacks.state.resource.google_storage_bucket);
    for (const [name, stack] of Object.entries<Json>(stacks)) {
      expect(stack.terraform.backend.gcs).toEqual({
        bucket: bucket.name,
        prefix: `test-google-europe-west1-${name}`,
        kms_encryption_key:
          'projects/acme-ml-test/locations/europe-west1/keyRings/test-google-europe-west1-state/cryptoKeys/state',
      });
    }
  });

  it('writes no expression as plain text', () => {
    expect(JSON.stringify(stacks)).not.toContain('$${');
  });
});
