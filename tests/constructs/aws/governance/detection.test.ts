import { named, resourceCounts, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const settings = {
  trailRetention: 'locked',
  threatDetection: true,
  configurationRecording: true,
  alertsTo: ['platform@example.com'],
} as const;
const { governance, state } = synthesize({ governance: { detection: settings } });
const apply = 'arn:aws:iam::123456789012:role/evenkeel-trust/test-aws-eu-west-1/';
const filtersOf = (alert: string) =>
  resourcesOf(governance, 'aws_cloudwatch_log_metric_filter').filter(
    ({ metric_transformation }) => metric_transformation.name === alert,
  );

describe('detection', () => {
  it('is made of the trail, its alerts, threats, configuration and the standard', () => {
    expect(resourceCounts(governance)).toEqual({
      aws_accessanalyzer_analyzer: 1,
      aws_cloudtrail: 1,
      aws_cloudwatch_event_rule: 2,
      aws_cloudwatch_event_target: 2,
      aws_cloudwatch_log_group: 1,
      aws_cloudwatch_log_metric_filter: 13,
      aws_cloudwatch_metric_alarm: 5,
      aws_config_config_rule: 10,
      aws_config_configuration_recorder: 1,
      aws_config_configuration_recorder_status: 1,
      aws_config_delivery_channel: 1,
      aws_config_retention_configuration: 1,
      aws_guardduty_detector: 1,
      aws_guardduty_detector_feature: 5,
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
      aws_iam_service_linked_role: 1,
      aws_kms_alias: 1,
      aws_kms_key: 1,
      aws_s3_bucket: 2,
      aws_s3_bucket_lifecycle_configuration: 2,
      aws_s3_bucket_logging: 2,
      aws_s3_bucket_object_lock_configuration: 1,
      aws_s3_bucket_ownership_controls: 2,
      aws_s3_bucket_policy: 2,
      aws_s3_bucket_public_access_block: 2,
      aws_s3_bucket_server_side_encryption_configuration: 2,
      aws_s3_bucket_versioning: 2,
      aws_securityhub_account: 1,
      aws_securityhub_standards_subscription: 1,
      aws_sns_topic: 1,
      aws_sns_topic_policy: 1,
      aws_sns_topic_subscription: 1,
    });
  });

  it('locks every file of the trail for the stated time, and lets it go then', () => {
    const lock = theOnly(governance, 'aws_s3_bucket_object_lock_configuration');
    expect(lock.rule.default_retention).toEqual({ mode: 'COMPLIANCE', days: 365 });
    expect(named(governance, 'aws_s3_bucket', 'trail_bucket')).toMatchObject({
      object_lock_enabled: true,
      force_destroy: false,
    });
    const { rule } = named(governance, 'aws_s3_bucket_lifecycle_configuration', 'trail');
    expect(rule).toContainEqual(expect.objectContaining({ expiration: [{ days: 365 }] }));
  });

  it('lets CloudTrail alone write the trail, for this one trail, with files of its own encryption', () => {
    const statements = statementsOf(named(governance, 'aws_s3_bucket_policy', 'trail').policy);
    const source = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/test-aws-eu-west-1-trail';
    expect(statements.find(({ Sid }) => Sid === 'TrailWrites')).toMatchObject({
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Resource: [expect.stringMatching(/\/AWSLogs\/123456789012\/\*$/)],
      Condition: { StringEquals: { 'aws:SourceArn': source } },
    });
    expect(statements.find(({ Sid }) => Sid === 'OtherEncryption')?.Condition.StringNotEqualsIfExists).toEqual({
      's3:x-amz-server-side-encryption': 'aws:kms',
      'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com',
    });
    // Config knows no lock; its bucket refuses every other encryption.
    expect(resourcesOf(governance, 'aws_s3_bucket_object_lock_configuration')).toHaveLength(1);
    expect(named(governance, 'aws_s3_bucket_policy', 'configuration').policy).not.toContain('PrincipalServiceName');
  });

  it('looks for calls of every region in the trail, with patterns that CloudWatch takes', () => {
    for (const { pattern } of resourcesOf(governance, 'aws_cloudwatch_log_metric_filter')) {
      expect(pattern.length).toBeLessThanOrEqual(1024);
      expect(pattern.split('(').length).toBe(pattern.split(')').length);
    }
    expect(filtersOf('rootUse').map(({ pattern }) => pattern)).toEqual([expect.stringContaining('"Root"')]);
    expect(filtersOf('publicExposure').map(({ pattern }) => pattern)).toContain(
      '"AuthorizeSecurityGroupIngress" "0.0.0.0/0"',
    );
  });

  it('tells of rights that others than the pipeline change', () => {
    for (const { pattern } of filtersOf('policyChange').slice(0, 2)) expect(pattern).toContain(apply);
    const alone = synthesize({ ci: undefined });
    expect(JSON.stringify(resourcesOf(alone.governance, 'aws_cloudwatch_log_metric_filter'))).not.toContain(
      'evenkeel-trust',
    );
  });

  it('sends alerts through a topic that takes them from this account over TLS only', () => {
    const statements = statementsOf(theOnly(governance, 'aws_sns_topic_policy').policy);
    expect(statements.map(({ Sid, Effect }) => `${Effect} ${Sid}`)).toEqual(['Allow Senders', 'Deny WithoutTls']);
    expect(theOnly(governance, 'aws_sns_topic_subscription')).toMatchObject({
      protocol: 'email',
      endpoint: 'platform@example.com',
    });
  });

  it('compares with the standard only where the record that it reads is kept', () => {
    const unrecorded = synthesize({ governance: { detection: { ...settings, configurationRecording: false } } });
    expect(resourcesOf(unrecorded.governance, 'aws_securityhub_account')).toEqual([]);
    expect(resourcesOf(unrecorded.governance, 'aws_guardduty_detector')).toHaveLength(1);
  });

  it('is managed by a pipeline that may stop none but this trail and read no finding', () => {
    const { policy } = named(state, 'aws_iam_policy', 'account');
    const statements = statementsOf(policy);
    expect(statements.find(({ Sid }) => Sid === 'Trail')?.Resource).toEqual([
      'arn:aws:cloudtrail:eu-west-1:123456789012:trail/test-aws-eu-west-1-trail',
    ]);
    expect(policy).not.toMatch(/GetFindings|LookupEvents|s3:GetObject|"iam:\*"|BypassGovernanceRetention/);
    const central = synthesize({ governance: {} });
    expect(JSON.stringify(central.state)).not.toContain('cloudtrail:CreateTrail');
  });
});

describe('the trail of an organisation', () => {
  const organisation = { organisationId: 'o-a1b2c3d4e5', managementAccountId: '999999999999' };
  const whole = synthesize({ organisationTrail: organisation });

  it('is one resource as before, of every member', () => {
    const own = synthesize();
    expect(resourceCounts(whole.governance)).toEqual(resourceCounts(own.governance));
    expect(theOnly(whole.governance, 'aws_cloudtrail').is_organization_trail).toBe(true);
    expect(theOnly(own.governance, 'aws_cloudtrail').is_organization_trail).toBeUndefined();
  });

  it('is written by CloudTrail alone, for the trail that belongs to the management account', () => {
    const source = 'arn:aws:cloudtrail:eu-west-1:999999999999:trail/test-aws-eu-west-1-trail';
    const statements = statementsOf(named(whole.governance, 'aws_s3_bucket_policy', 'trail').policy);
    const writes = statements.find(({ Sid }) => Sid === 'TrailWrites');
    expect(writes.Resource.map((arn: string) => arn.replace(/^.*AWSLogs/, ''))).toEqual([
      '/123456789012/*',
      '/999999999999/*',
      '/o-a1b2c3d4e5/*',
    ]);
    expect(writes.Condition.StringEquals['aws:SourceArn']).toBe(source);
    const key = statementsOf(named(whole.governance, 'aws_kms_key', 'detection').policy);
    expect(key.find(({ Sid }) => Sid === 'Trail').Condition.StringEquals['aws:SourceArn']).toBe(source);
  });

  it('raises alerts of the own account only, with patterns that CloudWatch takes', () => {
    for (const { pattern } of resourcesOf(whole.governance, 'aws_cloudwatch_log_metric_filter')) {
      expect(pattern).toContain('123456789012');
      expect(pattern.length).toBeLessThanOrEqual(1024);
      expect(pattern.split('(').length).toBe(pattern.split(')').length);
    }
  });

  it('is managed by a pipeline that may ask who the organisation is, and change nothing of it', () => {
    const statements = statementsOf(named(whole.state, 'aws_iam_policy', 'account').policy);
    expect(statements.find(({ Sid }) => Sid === 'OrganisationTrail').Action).toEqual([
      'organizations:DescribeOrganization',
      'organizations:ListAWSServiceAccessForOrganization',
    ]);
    expect(JSON.stringify(synthesize().state)).not.toContain('OrganisationTrail');
  });

  it('belongs to the account of the site where that is the management account', () => {
    const alone = synthesize({ organisationTrail: { organisationId: 'o-a1b2c3d4e5' } });
    expect(named(alone.governance, 'aws_s3_bucket_policy', 'trail').policy).toContain(
      'arn:aws:cloudtrail:eu-west-1:123456789012:trail/',
    );
  });
});
