import { platform } from '../../../../constructs/aws';
import type { StackName } from '../../../../constructs/contracts';
import type { AwsSite } from '../../../../environments/model';
import { checkParity } from '../../../../policies/parity';
import { promises } from '../../../../policies/promises';
import { tracking } from '../../../../services';
import { awsSite } from '../../../fixtures/sites';
import { type Json, synthesize } from '../aws-stacks';

const broken = (overrides: Partial<AwsSite>, change: (stacks: Record<string, Json>) => void = () => {}) => {
  const stacks = synthesize(overrides) as Partial<Record<StackName, Json>>;
  change(stacks);
  return (
    checkParity({ stacks, manifests: [] }, platform.evidence, promises(awsSite(overrides)))
      .filter(({ status }) => status === 'broken')
      .map(({ capability }) => capability)
      // What charts apply as it is: see `tests/contract`.
      .filter((capability) => !capability.startsWith('volumes.'))
  );
};

const frugal: Partial<AwsSite> = {
  deletionProtection: false,
  natGateways: 'single',
  auditLogRetentionDays: 30,
  ci: undefined,
  services: {
    tracking: tracking.config.parse({ highlyAvailable: false, backupRetentionDays: 7, size: 'small', ownKey: false }),
  },
};

describe('capabilities', () => {
  it('keeps every promise of a production site', () => {
    expect(broken({})).toEqual([]);
  });

  it('keeps every promise that a small unprotected site makes', () => {
    expect(broken(frugal)).toEqual([]);
  });

  it.each<[string, string, string, (resource: Json) => unknown]>([
    ['state.versioned', 'state', 'aws_s3_bucket_versioning', (r) => (r.versioning_configuration.status = 'Suspended')],
    ['state.private', 'state', 'aws_s3_bucket_policy', (r) => (r.policy = '{}')],
    [
      'state.ci-trust',
      'state',
      'aws_iam_role',
      (r) => (r.assume_role_policy = r.assume_role_policy.replace(':sub"', ':x"')),
    ],
    ['network.flow-logs', 'network', 'aws_flow_log', (r) => delete r.traffic_type],
    ['cluster.private-api', 'cluster', 'aws_eks_cluster', (r) => (r.vpc_config.endpoint_public_access = true)],
    ['cluster.audit-logs', 'cluster', 'aws_eks_cluster', (r) => r.enabled_cluster_log_types.pop()],
    ['cluster.no-local-accounts', 'cluster', 'aws_eks_cluster', (r) => delete r.access_config],
    ['cluster.hardened-nodes', 'cluster', 'aws_launch_template', (r) => delete r.metadata_options],
    [
      'cluster.disks-own-key',
      'cluster',
      'aws_launch_template',
      (r) => delete r.block_device_mappings[0].ebs.kms_key_id,
    ],
    ['postgres.tls-only', 'data', 'aws_db_parameter_group', (r) => r.parameter.shift()],
    ['postgres.password-not-in-state', 'data', 'aws_db_instance', (r) => (r.password = 'secret')],
    ['bucket.tls-only', 'data', 'aws_s3_bucket_policy', (r) => (r.policy = '{}')],
    ['secret.own-key', 'data', 'aws_secretsmanager_secret', (r) => delete r.kms_key_id],
    [
      'secret.not-in-state',
      'data',
      'aws_secretsmanager_secret_version',
      (r) => (r.secret_string_wo = '$${ephemeral.random_password.text.result}'),
    ],
    ['key.rotated', 'data', 'aws_kms_key', (r) => delete r.rotation_period_in_days],
    [
      'identity.least-privilege',
      'platform',
      'aws_iam_role_policy',
      (r) => (r.policy = r.policy.replace(/"s3:GetObject"/, '"s3:*"')),
    ],
  ])('sees %s broken', (capability, stack, type, spoil) => {
    const found = broken({}, (stacks) => {
      for (const resource of Object.values<Json>(stacks[stack].resource[type])) spoil(resource);
    });
    expect(found).toContain(capability);
  });
});
