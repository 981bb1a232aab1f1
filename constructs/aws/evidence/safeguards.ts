import type { Evidence, Safeguards, StackName } from '../../contracts';
import { keyArn } from './evidence-patterns';

const isTrue = { equals: true } as const;
const isFalse = { equals: false } as const;
const present = { present: true } as const;

const stacksWithKeys: readonly StackName[] = ['state', 'network', 'cluster', 'data'];
const stacksWithRoles: readonly StackName[] = ['governance', 'network', 'cluster', 'data'];

const stateBucket = { in: 'state', type: 'aws_s3_bucket' } as const;
const stateLogging = { in: 'state', type: 'aws_s3_bucket_logging', path: 'target_bucket' } as const;
const encryption = 'rule[].apply_server_side_encryption_by_default';
const cluster = { in: 'cluster', type: 'aws_eks_cluster' } as const;
const template = { in: 'cluster', type: 'aws_launch_template' } as const;
const defaultGroup = { in: 'network', type: 'aws_default_security_group' } as const;
const endpoint = { in: 'network', type: 'aws_vpc_endpoint' } as const;
const database = { in: 'data', type: 'aws_db_instance' } as const;
const primary = { ...database, where: { path: 'replicate_source_db', absent: true }, optional: true } as const;
const cache = { in: 'data', type: 'aws_elasticache_replication_group' } as const;
const workgroup = { in: 'data', type: 'aws_athena_workgroup' } as const;
const msk = { in: 'data', type: 'aws_msk_cluster' } as const;

const keys = (path: string, is: Evidence['is']): Evidence[] => [
  ...stacksWithKeys.map((stack) => ({ in: stack, type: 'aws_kms_key', path, is })),
  // None where the organisation keeps what a site would have for its account.
  { in: 'governance', type: 'aws_kms_key', path, is, optional: true },
];

const logGroups = (path: string, is: Evidence['is']): Evidence[] =>
  stacksWithRoles.map((stack) => ({
    in: stack,
    type: 'aws_cloudwatch_log_group',
    path,
    is,
    // Sites without a database of AWS keep no logs of one; an organisation may keep those of the account.
    ...(stack === 'data' || stack === 'governance' ? { optional: true } : {}),
  }));

const policyOf = (stack: StackName) => ({ in: stack, type: 'aws_s3_bucket_policy', path: 'policy' }) as const;
const refused = (condition: string): RegExp => new RegExp(`"Effect":"Deny",.*"Condition":\\{${condition}\\}`);
const oldTls = refused('"NumericLessThan":\\{"s3:TlsVersion":"1\\.2"\\}');
const otherEncryption = refused('"StringNotEqualsIfExists":\\{"s3:x-amz-server-side-encryption":"aws:kms"\\}');

/** What guards the site as a whole on AWS, and the settings that promises take besides where they show. */
export const safeguards: Safeguards = {
  'state.access-logs': [{ ...stateLogging, is: present }],
  'state.deletion-protection': [
    { ...stateBucket, path: 'force_destroy', is: isFalse },
    { ...stateBucket, path: 'lifecycle.prevent_destroy', is: isTrue },
  ],
  // KMS makes keys in hardware unless material is brought along.
  'platform.keys': [
    { in: 'state', type: 'aws_kms_key', path: 'origin', is: { absent: true } },
    ...keys('enable_key_rotation', isTrue),
    ...keys('rotation_period_in_days', { equals: 90 }),
    ...keys('deletion_window_in_days', { atLeast: 7 }),
  ],
  'platform.logs-protected': [
    { in: 'network', type: 'aws_cloudwatch_log_group', path: 'kms_key_id', is: { matches: keyArn } },
    ...logGroups('kms_key_id', { matches: keyArn }),
    ...logGroups('retention_in_days', { atLeast: 1 }),
    { ...msk, path: 'logging_info.broker_logs.cloudwatch_logs.enabled', is: isTrue, optional: true },
    { ...msk, path: 'logging_info.broker_logs.cloudwatch_logs.log_group', is: present, optional: true },
  ],
  'platform.deletion-protection': [
    { in: 'state', type: 'aws_kms_key', path: 'lifecycle.prevent_destroy', is: isTrue },
    ...keys('lifecycle.prevent_destroy', isTrue),
  ],
  'platform.least-privilege': [
    { in: 'cluster', type: 'aws_iam_role', path: 'permissions_boundary', is: present },
    ...stacksWithRoles.map(
      (stack): Evidence => ({
        in: stack,
        type: 'aws_iam_role',
        path: 'permissions_boundary',
        is: present,
        optional: true,
      }),
    ),
    ...(['state', 'governance', 'network', 'cluster'] as const).map(
      (stack): Evidence => ({
        in: stack,
        type: 'aws_iam_role_policy',
        path: 'policy',
        is: { matches: /^(?!.*"Action":\["\*"\]).*"Effect":"/ },
        optional: true,
      }),
    ),
    {
      in: 'state',
      type: 'aws_iam_policy',
      path: 'policy',
      is: { matches: /^(?!.*"Action":\["\*"\]).*"Effect":"Allow"/ },
    },
    {
      in: 'state',
      type: 'aws_iam_policy',
      path: 'policy',
      is: { matches: /"Sid":"NoState","Effect":"Deny","Action":\["s3:\*"\]/ },
      where: { path: 'description', matches: /^The most that a role/ },
    },
    // Rights on a key are given to roles of the account, by IAM.
    ...keys('policy', { matches: /"AWS":"arn:aws:iam::\d{12}:root"/ }),
    {
      in: 'data',
      type: 'aws_secretsmanager_secret',
      path: 'policy',
      is: { matches: /"Effect":"Deny".*"StringNotEquals":\{"aws:PrincipalAccount":"\d{12}"\}/ },
      optional: true,
    },
  ],
  'network.closed': [
    { ...defaultGroup, path: 'ingress', is: { equals: [] } },
    { ...defaultGroup, path: 'egress', is: { equals: [] } },
    {
      ...endpoint,
      path: 'security_group_ids',
      is: present,
      where: { path: 'vpc_endpoint_type', equals: 'Interface' },
    },
  ],
  'bucket.access-logs': [{ in: 'data', type: 'aws_s3_bucket_logging', path: 'target_bucket', is: present }],

  'state.private': [{ ...policyOf('state'), is: { matches: oldTls } }],
  'state.encrypted': [
    {
      ...policyOf('state'),
      is: { matches: otherEncryption },
      // S3 writes the access logs, under its own key.
      where: { path: 'bucket', matches: /aws_s3_bucket\.state_bucket_/ },
    },
    {
      in: 'state',
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      path: `${encryption}.sse_algorithm`,
      is: { matches: /^(aws:kms|AES256)$/ },
    },
  ],
  'state.versioned': [
    {
      in: 'state',
      type: 'aws_s3_bucket_lifecycle_configuration',
      path: 'rule[].noncurrent_version_expiration[].noncurrent_days',
      is: { atLeast: 1 },
    },
  ],
  // Those of its own accounts only, where the endpoint takes a policy.
  'network.private-endpoints': [
    {
      ...endpoint,
      path: 'policy',
      is: { matches: /"aws:PrincipalAccount":"\d{12}"/ },
      where: { path: 'service_name', matches: /\.(athena|glue|kms|logs|s3|secretsmanager)$/ },
    },
  ],
  'network.operator-access': [
    {
      ...template,
      path: 'vpc_security_group_ids',
      is: present,
      where: { path: 'name', matches: /-access$/ },
    },
  ],
  'cluster.private-api': [{ ...cluster, path: 'vpc_config.security_group_ids', is: present }],
  'cluster.hardened-nodes': [
    { ...template, path: 'metadata_options.instance_metadata_tags', is: { equals: 'disabled' } },
  ],
  'cluster.made-machines': [
    {
      in: 'cluster',
      type: 'aws_sqs_queue_policy',
      path: 'policy',
      is: { matches: /"Effect":"Deny".*"aws:SecureTransport":"false"/ },
    },
  ],
  'postgres.private': [{ ...database, path: 'vpc_security_group_ids', is: present }],
  'postgres.own-key': [{ ...database, path: 'performance_insights_kms_key_id', is: { matches: keyArn } }],
  'postgres.logs': [{ ...database, path: 'performance_insights_retention_period', is: { atLeast: 7 } }],
  'postgres.deletion-protection': [
    { ...primary, path: 'delete_automated_backups', is: isFalse },
    { ...primary, path: 'skip_final_snapshot', is: isFalse },
    { ...primary, path: 'final_snapshot_identifier', is: present },
  ],
  'cache.private': [{ ...cache, path: 'security_group_ids', is: present }],
  'cache.own-key': [{ ...cache, path: 'at_rest_encryption_enabled', is: { matches: /^true$/ } }],
  'cache.deletion-protection': [
    {
      ...cache,
      path: 'final_snapshot_identifier',
      is: present,
      where: { path: 'snapshot_retention_limit', matches: /^[1-9]/ },
      optional: true,
    },
  ],
  'warehouse.own-key': [
    {
      ...workgroup,
      path: 'configuration.result_configuration.encryption_configuration.encryption_option',
      is: { equals: 'SSE_KMS' },
    },
  ],
  'warehouse.deletion-protection': [
    { ...workgroup, path: 'force_destroy', is: isFalse },
    { ...workgroup, path: 'lifecycle.prevent_destroy', is: isTrue },
  ],
  'bucket.tls-only': [{ ...policyOf('data'), is: { matches: oldTls } }],
  'bucket.own-key': [
    { ...policyOf('data'), is: { matches: otherEncryption } },
    {
      in: 'data',
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      path: `${encryption}.sse_algorithm`,
      is: { equals: 'aws:kms' },
    },
  ],
  'bucket.lifecycle': [
    {
      in: 'data',
      type: 'aws_s3_bucket_lifecycle_configuration',
      path: 'rule[]',
      is: { matches: /"id":"(abort-uploads|move-to-tiers|delete-old)"|"noncurrent_days":[1-9]/ },
    },
  ],
  'kafka.private': [{ ...msk, path: 'broker_node_group_info.security_groups', is: present }],
  'kafka.signed-in': [{ ...msk, path: 'client_authentication.sasl.scram', is: isFalse }],
};
