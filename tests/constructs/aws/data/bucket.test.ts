import { Testing } from 'cdktf';
import { platform } from '../../../../constructs/aws';
import { AwsBucket, bucket } from '../../../../constructs/aws/data/bucket';
import { AwsKey } from '../../../../constructs/aws/data/key';
import { PrivateBucket } from '../../../../constructs/aws/private-bucket';
import { SiteStack } from '../../../../stacks/site-stack';
import { awsSite } from '../../../fixtures/sites';
import { statementsOf, synthesize, theOnly } from '../aws-stacks';

const { data } = synthesize();

const request = {
  site: awsSite(),
  service: 'tracking',
  namespace: 'tracking',
  name: 'artifacts',
  need: { kind: 'bucket', versionRetentionDays: 30 },
} as const;

describe('bucket', () => {
  it('is closed to the public and has no access lists', () => {
    expect(theOnly(data, 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(theOnly(data, 'aws_s3_bucket_ownership_controls').rule).toEqual({ object_ownership: 'BucketOwnerEnforced' });
  });

  it('refuses requests without TLS 1.2 and objects under another encryption', () => {
    const statements = statementsOf(theOnly(data, 'aws_s3_bucket_policy').policy);
    expect(statements.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
      ['WithoutTls', 'Deny'],
      ['OldTls', 'Deny'],
      ['OtherEncryption', 'Deny'],
    ]);
  });

  it('keeps superseded objects as long as asked, and drops what was never finished', () => {
    expect(theOnly(data, 'aws_s3_bucket_versioning').versioning_configuration.status).toBe('Enabled');
    expect(theOnly(data, 'aws_s3_bucket_lifecycle_configuration').rule).toEqual([
      expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }),
      expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 30 }] }),
    ]);
  });

  it('moves objects to a colder class, and deletes them, where asked', () => {
    const site = awsSite();
    const stack = new SiteStack(Testing.app(), 'data', site, platform);
    const key = new AwsKey(stack, 'key', { site, name: 'data', description: 'Data' });
    new AwsBucket(stack, 'bucket', {
      site,
      name: 'cold',
      key,
      versionRetentionDays: 7,
      tiers: { infrequentAfterDays: 30, coldAfterDays: 90 },
      deleteAfterDays: 365,
    });
    const { resource } = JSON.parse(Testing.synth(stack));
    const [lifecycle] = Object.values<{ rule: unknown[] }>(resource.aws_s3_bucket_lifecycle_configuration);
    expect(lifecycle?.rule).toContainEqual(
      expect.objectContaining({
        transition: [
          { days: 30, storage_class: 'STANDARD_IA' },
          { days: 90, storage_class: 'GLACIER_IR' },
        ],
      }),
    );
    expect(lifecycle?.rule).toContainEqual(expect.objectContaining({ expiration: [{ days: 365 }] }));
  });

  it('logs its requests', () => {
    expect(theOnly(data, 'aws_s3_bucket_logging')).toMatchObject({
      target_bucket: 'acme-test-aws-eu-west-1-access-logs-a05c4c46',
      target_prefix: expect.stringMatching(/\/$/),
    });
  });

  it('binds to a name that is known before anything is made, at most 63 characters long', () => {
    expect(bucket.bind(request)).toMatchObject({
      name: 'acme-test-aws-eu-west-1-tracking-artifacts-2aeea708',
      uri: 's3://acme-test-aws-eu-west-1-tracking-artifacts-2aeea708',
      env: { AWS_REGION: 'eu-west-1' },
    });
    const long = bucket.bind({ ...request, site: awsSite({ name: 'a'.repeat(40) }) });
    expect(long.name).toMatch(/^[a-z0-9-]{3,63}$/);
  });

  it('gives access logs no key of their own, which S3 could not deliver with', () => {
    const stack = new SiteStack(Testing.app(), 'state', awsSite(), platform);
    new PrivateBucket(stack, 'logs', { site: awsSite(), name: 'logs', lifecycleRules: [], accessLogs: false });
    expect(Testing.synth(stack)).toContain('AES256');
  });
});
