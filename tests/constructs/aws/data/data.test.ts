import { accountArn } from '../../../../constructs/aws/names';
import { tracking } from '../../../../services';
import { awsSite } from '../../../fixtures/sites';
import { named, resourceCounts, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const { data } = synthesize();

describe('data', () => {
  it('makes what the needs of the services ask for', () => {
    expect(resourceCounts(data)).toEqual({
      aws_cloudwatch_log_group: 2,
      aws_db_instance: 1,
      aws_db_parameter_group: 1,
      aws_db_subnet_group: 1,
      aws_iam_role: 1,
      aws_iam_role_policy_attachment: 1,
      aws_kms_alias: 2,
      aws_kms_key: 2,
      aws_s3_bucket: 1,
      aws_s3_bucket_inventory: 1,
      aws_s3_bucket_lifecycle_configuration: 1,
      aws_s3_bucket_logging: 1,
      aws_s3_bucket_ownership_controls: 1,
      aws_s3_bucket_policy: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      aws_s3_bucket_versioning: 1,
      aws_secretsmanager_secret: 2,
      aws_secretsmanager_secret_version: 2,
      aws_security_group: 1,
      aws_vpc_security_group_ingress_rule: 4,
    });
  });

  it('rotates keys and cannot lose them', () => {
    for (const key of resourcesOf(data, 'aws_kms_key')) {
      expect(key).toMatchObject({
        enable_key_rotation: true,
        rotation_period_in_days: 90,
        deletion_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      });
      expect(statementsOf(key.policy)).toEqual([
        expect.objectContaining({ Principal: { AWS: accountArn(awsSite(), 'root') } }),
      ]);
    }
    expect(resourcesOf(data, 'aws_kms_alias').map(({ name }) => name)).toEqual([
      'alias/evenkeel/test-aws-eu-west-1/data',
      'alias/evenkeel/test-aws-eu-west-1/tracking-key',
    ]);
  });

  it("uses the service's own key, or the site's where it has none", () => {
    expect(theOnly(data, 'aws_db_instance').kms_key_id).toMatch(/aws_kms_key\.tracking_key/);
    const services = { tracking: tracking.config.parse({ ownKey: false }) };
    const shared = synthesize({ services }).data;
    expect(theOnly(shared, 'aws_db_instance').kms_key_id).toMatch(/aws_kms_key\.foundation_data-key/);
  });

  it('leaves out what the site runs inside the cluster', () => {
    const providers = { ...awsSite().providers, postgres: 'in-cluster' } as const;
    expect(resourcesOf(synthesize({ providers }).data, 'aws_db_instance')).toEqual([]);
  });

  it('keeps databases in subnets without a way out', () => {
    const { subnet_ids } = theOnly(data, 'aws_db_subnet_group');
    expect(subnet_ids).toHaveLength(3);
    for (const id of subnet_ids) expect(id).toContain('data-subnets');
  });

  it('lets go of data where the site is not protected', () => {
    const free = synthesize({ deletionProtection: false, recoveryDays: 7 }).data;
    expect(JSON.stringify(free)).not.toContain('"prevent_destroy":true');
    expect(theOnly(free, 'aws_s3_bucket').force_destroy).toBe(true);
    expect(named(free, 'aws_secretsmanager_secret', 'passphrase').recovery_window_in_days).toBe(7);
  });
});
