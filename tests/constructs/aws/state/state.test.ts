import { boundaryArn } from '../../../../constructs/aws/names';
import { awsSite } from '../../../fixtures/sites';
import { type Json, named, resourceCounts, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const { state } = synthesize();
const changes: Json[] = statementsOf(named(state, 'aws_iam_policy', 'changes').policy);
const change = (sid: string) => changes.find(({ Sid }) => Sid === sid);

/** Without what is made for people. */
const ofPipeline = (stack: Json, type: string): Json[] =>
  resourcesOf(stack, type).filter((resource) => !JSON.stringify(resource['//']).includes('/people/'));

describe('state', () => {
  it('makes the bucket, its key and log, the boundary, the trust of the pipeline and the roles of people', () => {
    expect(resourceCounts(state)).toEqual({
      aws_cloudwatch_event_rule: 1,
      aws_cloudwatch_event_target: 1,
      aws_iam_openid_connect_provider: 1,
      aws_iam_policy: 3,
      aws_iam_role: 5,
      aws_iam_role_policy: 5,
      aws_iam_role_policy_attachment: 11,
      aws_kms_alias: 2,
      aws_kms_key: 2,
      aws_s3_bucket: 2,
      aws_s3_bucket_lifecycle_configuration: 2,
      aws_s3_bucket_logging: 1,
      aws_s3_bucket_ownership_controls: 2,
      aws_s3_bucket_policy: 2,
      aws_s3_bucket_public_access_block: 2,
      aws_s3_bucket_server_side_encryption_configuration: 2,
      aws_s3_bucket_versioning: 2,
      aws_sns_topic: 1,
      aws_sns_topic_policy: 1,
      aws_sns_topic_subscription: 1,
    });
  });

  it('keeps remote state private, versioned, encrypted with an own key and undeletable', () => {
    expect(named(state, 'aws_s3_bucket', 'state_bucket')).toMatchObject({
      bucket: 'acme-test-aws-eu-west-1-state-cbbb2e14',
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(
      named(state, 'aws_s3_bucket_server_side_encryption_configuration', 'state_bucket').rule[0]
        .apply_server_side_encryption_by_default,
    ).toEqual({
      sse_algorithm: 'aws:kms',
      kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.state_key_.+\.arn\}$/),
    });
    expect(named(state, 'aws_s3_bucket_logging', 'state_bucket').target_bucket).toBe(
      'acme-test-aws-eu-west-1-access-logs-a05c4c46',
    );
  });

  it('lets S3 alone deliver access logs, and lets them go after the retention', () => {
    const delivery = statementsOf(named(state, 'aws_s3_bucket_policy', 'access-logs').policy).find(
      ({ Sid }) => Sid === 'Delivery',
    );
    expect(delivery).toMatchObject({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
    const { rule } = named(state, 'aws_s3_bucket_lifecycle_configuration', 'access-logs');
    expect(rule).toContainEqual(expect.objectContaining({ expiration: [{ days: 365 }] }));
  });

  it('trusts exactly two token subjects of the pipeline', () => {
    expect(theOnly(state, 'aws_iam_openid_connect_provider')).toMatchObject({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
    const subjects = ofPipeline(state, 'aws_iam_role').map(
      (role) =>
        statementsOf(role.assume_role_policy)[0].Condition.StringEquals['token.actions.githubusercontent.com:sub'],
    );
    expect(subjects.sort()).toEqual(['repo:acme/platform:environment:test', 'repo:acme/platform:pull_request']);
  });

  it('lets planning read configuration and state, never the content of buckets or secrets', () => {
    const attached = ofPipeline(state, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn);
    expect([...new Set(attached)].sort()).toEqual([
      expect.stringContaining('account'),
      expect.stringContaining('changes'),
      'arn:aws:iam::aws:policy/SecurityAudit',
      'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
    ]);
    const plan: Json[] = statementsOf(named(state, 'aws_iam_role_policy', 'plan').policy);
    const writes = plan.filter(({ Action }) => Action.includes('s3:PutObject'));
    expect(writes.map(({ Resource }) => Resource)).toEqual([[expect.stringMatching(/\/\*\.tflock$/)]]);
  });

  it('never lets the pipeline read a secret or an object of a bucket', () => {
    const allowed: string[] = changes.flatMap(({ Action }) => Action);
    for (const action of ['secretsmanager:GetSecretValue', 's3:GetObject', 'secretsmanager:*', 's3:*', 'kms:*']) {
      expect(allowed).not.toContain(action);
    }
  });

  it('lets applying make roles under the path of the site and within the boundary only', () => {
    expect(change('RolesWithinBoundary')).toMatchObject({
      Resource: ['arn:aws:iam::123456789012:role/evenkeel/test-aws-eu-west-1/*'],
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn(awsSite()) } },
    });
    const paths = resourcesOf(state, 'aws_iam_role').map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set(['/evenkeel-trust/test-aws-eu-west-1/']));
    const withoutCondition = changes.filter(
      ({ Action, Condition }) => !Condition && Action.some((action: string) => /^iam:(Create|Put|Attach)/.test(action)),
    );
    expect(withoutCondition.map(({ Sid }) => Sid)).toEqual(['Profiles']);
  });

  it("fits into IAM's limits", () => {
    for (const { policy } of resourcesOf(state, 'aws_iam_policy')) expect(policy.length).toBeLessThan(6144);
  });

  it('keeps identities, accounts and the state out of reach of every role', () => {
    const [most, , noState] = statementsOf(named(state, 'aws_iam_policy', 'boundary').policy);
    expect(most.NotAction).toEqual(['account:*', 'iam:*', 'organizations:*', 'sts:*']);
    expect(noState).toMatchObject({ Effect: 'Deny', Action: ['s3:*'] });
  });

  it('trusts nobody where no pipeline is named', () => {
    const { state: untrusting } = synthesize({ ci: undefined });
    expect(resourcesOf(untrusting, 'aws_iam_openid_connect_provider')).toEqual([]);
    expect(ofPipeline(untrusting, 'aws_iam_role')).toEqual([]);
  });
});
