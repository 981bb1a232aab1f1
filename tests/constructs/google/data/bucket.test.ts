import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { TerraformStack, Testing } from 'cdktf';
import { GoogleBucket, GoogleKey } from '../../../../constructs/google';
import { bucket } from '../../../../constructs/google/data/bucket';
import type { BucketLock, BucketTiers } from '../../../../services';
import { googleSite } from '../../../fixtures/sites';
import { resourceTypes, theOnly } from '../google-stacks';

const site = googleSite();

/** A bucket on its own, as in a program that uses nothing else of the platform. */
function alone(
  props: { versionRetentionDays: number; tiers?: BucketTiers; deleteAfterDays?: number; lock?: BucketLock },
  deletionProtection = true,
) {
  const stack = new TerraformStack(Testing.app(), 'test');
  const own = { ...site, deletionProtection };
  const keyRing = new KmsKeyRing(stack, 'ring', { name: 'ring', location: site.region });
  const users = { storage: 'serviceAccount:storage@example.iam.gserviceaccount.com' };
  const key = new GoogleKey(stack, 'key', { site: own, keyRing, name: 'key', users });
  new GoogleBucket(stack, 'bucket', { site: own, name: 'a-bucket', key, ...props });
  return JSON.parse(Testing.synth(stack));
}

it('keeps versions and what is deleted for the days of a lock that lets its owner replace objects', () => {
  const lock = { days: 14, mode: 'compliance', replaceable: true } as const;
  const made = theOnly(alone({ versionRetentionDays: 30, lock }), 'google_storage_bucket');
  expect(made).toMatchObject({
    versioning: { enabled: true },
    soft_delete_policy: { retention_duration_seconds: 14 * 86_400 },
  });
  expect(made).not.toHaveProperty('retention_policy');
  const strict = theOnly(
    alone({ versionRetentionDays: 30, lock: { days: 14, mode: 'compliance' } }),
    'google_storage_bucket',
  );
  expect(strict).toMatchObject({ versioning: { enabled: false }, retention_policy: { is_locked: true } });
});

describe('bucket', () => {
  it('works outside the platform', () => {
    expect(resourceTypes(alone({ versionRetentionDays: 30 }))).toEqual([
      'google_kms_crypto_key',
      'google_kms_crypto_key_iam_member',
      'google_kms_key_ring',
      'google_storage_bucket',
    ]);
  });

  it('is private, versioned, encrypted with its key and waits for the right to use it', () => {
    const made = theOnly(alone({ versionRetentionDays: 30 }), 'google_storage_bucket');
    expect(made).toMatchObject({
      location: 'europe-west1',
      uniform_bucket_level_access: true,
      public_access_prevention: 'enforced',
      versioning: { enabled: true },
      encryption: { default_kms_key_name: expect.stringMatching(/^\$\{google_kms_crypto_key\.key.*\.id\}$/) },
      soft_delete_policy: { retention_duration_seconds: 604800 },
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(made.depends_on).toEqual([expect.stringMatching(/^google_kms_crypto_key_iam_member\./)]);
  });

  it('deletes superseded objects after the stated time and cools others when asked', () => {
    const { lifecycle_rule: rules } = theOnly(
      alone({ versionRetentionDays: 30, tiers: { infrequentAfterDays: 30, coldAfterDays: 90 } }),
      'google_storage_bucket',
    );
    expect(rules).toEqual([
      { action: { type: 'Delete' }, condition: { days_since_noncurrent_time: 30, with_state: 'ARCHIVED' } },
      { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      { action: { type: 'SetStorageClass', storage_class: 'NEARLINE' }, condition: { age: 30 } },
      { action: { type: 'SetStorageClass', storage_class: 'COLDLINE' }, condition: { age: 90 } },
    ]);
    expect(theOnly(alone({ versionRetentionDays: 30 }), 'google_storage_bucket').lifecycle_rule).toHaveLength(2);
    const ending = theOnly(alone({ versionRetentionDays: 30, deleteAfterDays: 365 }), 'google_storage_bucket');
    expect(ending.lifecycle_rule).toContainEqual({
      action: { type: 'Delete' },
      condition: { age: 365, with_state: 'LIVE' },
    });
  });

  it('may go with its objects where the site is not protected', () => {
    expect(theOnly(alone({ versionRetentionDays: 30 }, false), 'google_storage_bucket')).toMatchObject({
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  it('binds to a name that Cloud Storage takes', () => {
    const binding = bucket.bind({
      site,
      service: 'tracking',
      namespace: 'tracking',
      name: 'artifacts',
      need: { kind: 'bucket', versionRetentionDays: 30 },
    });
    expect(binding).toMatchObject({
      name: 'acme-test-gcp-europe-west1-tracking-artifacts-f49d8401',
      uri: 'gs://acme-test-gcp-europe-west1-tracking-artifacts-f49d8401',
      env: { GOOGLE_CLOUD_PROJECT: 'acme-ml-test' },
      egress: [{ cidr: '199.36.153.4/30', ports: [{ port: 443, protocol: 'TCP' }] }],
    });
  });
});
