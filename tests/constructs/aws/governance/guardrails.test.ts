import { platform } from '../../../../constructs/aws';
import { deniedBy, globalActions } from '../../../../constructs/aws/governance/guardrail-policies';
import { matchesPattern } from '../../../../policies/permissions/action-pattern';
import { neededPermissions } from '../../../../policies/permissions/needed-permissions';
import {
  type Json,
  named,
  resourcesOf,
  resourceTypes,
  type SynthesizedStacks,
  synthesizeCloud,
} from '../../../fixtures/cloud-stacks';
import { awsSite } from '../../../fixtures/sites';

const boundIn = (...regions: string[]) => {
  const site = awsSite();
  return awsSite({ governance: { ...site.governance, guardrails: { regions } } });
};
const site = boundIn('eu-west-1');
let stacks: SynthesizedStacks;
beforeAll(() => {
  stacks = synthesizeCloud(site, platform);
});

const guardrailTypes = /^aws_(ebs|ec2_i|ec2_serial|organizations|s3_account)/;
const contentOf = (name: string): Json =>
  JSON.parse(named(stacks.governance, 'aws_organizations_policy', `_${name}_`).content);
const statement = (name: string, sid: string): Json =>
  contentOf(name).Statement.find((each: { Sid: string }) => each.Sid === sid);

it('binds the account by its settings and three policies of its organisation', () => {
  expect(resourceTypes(stacks.governance).filter((type) => guardrailTypes.test(type))).toEqual(
    [
      'aws_ebs_encryption_by_default',
      'aws_ebs_snapshot_block_public_access',
      'aws_ec2_image_block_public_access',
      'aws_ec2_instance_metadata_defaults',
      'aws_organizations_policy',
      'aws_organizations_policy',
      'aws_organizations_policy',
      'aws_organizations_policy_attachment',
      'aws_organizations_policy_attachment',
      'aws_organizations_policy_attachment',
      'aws_ec2_serial_console_access',
      'aws_s3_account_public_access_block',
    ].sort(),
  );
});

it('attaches every policy to the account, as a role of the organisation, and after its settings those that keep them', () => {
  const attachment = named(stacks.governance, 'aws_organizations_policy_attachment', 'openings');
  expect(attachment).toMatchObject({ provider: 'aws.organisation', target_id: site.accountId });
  expect(attachment.depends_on).toHaveLength(6);
  expect(stacks.governance.provider.aws[1].assume_role).toMatchObject([{ role_arn: site.organisationRole }]);
});

it('fits into what the organisation takes: five policies of a kind, 5120 characters each', () => {
  const policies = resourcesOf(stacks.governance, 'aws_organizations_policy');
  expect(policies.filter(({ content }) => content.length > 5120)).toEqual([]);
  expect(policies.filter(({ type }) => type === 'SERVICE_CONTROL_POLICY').length).toBeLessThan(5);
});

/** Whether a call is denied, for statements with one condition each. */
const isDenied = (action: string, context: Readonly<Record<string, string>> = {}): boolean =>
  ['places', 'openings'].some((name) =>
    contentOf(name).Statement.some((each: Json) => {
      const isMeant = each.Action
        ? [each.Action].flat().some((pattern: string) => matchesPattern(pattern, action))
        : ![each.NotAction].flat().some((pattern: string) => matchesPattern(pattern, action));
      const holds = Object.entries<Json>(each.Condition ?? {}).every(([operator, keys]) =>
        Object.entries<Json>(keys).every(([key, expected]) => {
          const given = context[key];
          if (operator === 'Null') return String(given === undefined) === expected;
          const equal = [expected].flat().includes(given);
          return operator === 'StringNotEquals' ? !equal : equal;
        }),
      );
      return isMeant && holds;
    }),
  );

const here = { 'aws:RequestedRegion': 'eu-west-1' };
const tags = Object.fromEntries(
  ['environment', 'owner', 'cost-centre', 'data-class'].map((tag) => [`aws:RequestTag/${tag}`, 'x']),
);
const sound = { ...here, ...tags, 'ec2:MetadataHttpTokens': 'required' };

it.each<[why: string, action: string, context: Readonly<Record<string, string>>]>([
  ['another region', 'rds:CreateDBInstance', { ...sound, 'aws:RequestedRegion': 'us-east-1' }],
  ['without a tag', 'rds:CreateDBInstance', { ...here, 'aws:RequestTag/owner': 'x' }],
  ['plain databases', 'rds:CreateDBCluster', { ...sound, 'rds:StorageEncrypted': 'false' }],
  ['a plain file system', 'elasticfilesystem:CreateFileSystem', { ...sound, 'elasticfilesystem:Encrypted': 'false' }],
  ['a plain volume', 'ec2:CreateVolume', { ...sound, 'ec2:Encrypted': 'false' }],
  ['a public machine', 'ec2:RunInstances', { ...sound, 'ec2:AssociatePublicIpAddress': 'true' }],
  ['open metadata', 'ec2:RunInstances', { ...sound, 'ec2:MetadataHttpTokens': 'optional' }],
  ['open storage', 's3:PutAccountPublicAccessBlock', here],
  ['a key of a person', 'iam:CreateAccessKey', here],
  ['the end of the trail', 'cloudtrail:StopLogging', here],
])('denies %s', (_why, action, context) => expect(isDenied(action, context)).toBe(true));

it('denies nothing that the stacks ask for in the regions of the site', () => {
  const openings = deniedBy([]);
  const settings = neededPermissions('aws', stacks.governance).apply;
  for (const stack of Object.values(stacks) as Json[]) {
    const { apply } = neededPermissions('aws', stack);
    // Deleting the trail or the settings takes the guardrails off first.
    const own = Object.values(openings)
      .flat()
      .flatMap(({ actions = [] }) => actions);
    const denied = apply.filter((action) => isDenied(action, { ...sound, 'ec2:Encrypted': 'true' }));
    expect(denied.filter((action) => !(own.includes(action) && settings.includes(action)))).toEqual([]);
  }
});

it('takes tags from everything that has to carry them, and keeps machines private and their metadata closed', () => {
  expect(statement('places', 'Withoutowner').Condition).toEqual({ Null: { 'aws:RequestTag/owner': 'true' } });
  for (const stack of Object.values(stacks) as Json[]) {
    for (const provider of stack.provider?.aws ?? []) {
      if (provider.alias === undefined)
        expect(Object.keys(provider.default_tags[0].tags)).toEqual(
          expect.arrayContaining(['environment', 'owner', 'cost-centre', 'data-class']),
        );
    }
    for (const template of resourcesOf(stack, 'aws_launch_template')) {
      expect(template.metadata_options.http_tokens).toBe('required');
      expect(template.network_interfaces?.[0]?.associate_public_ip_address ?? 'false').toBe('false');
    }
    expect(resourcesOf(stack, 'aws_iam_user')).toEqual([]);
  }
});

it('binds by no region what answers in one for the whole account', () => {
  for (const action of [
    'iam:CreateRole',
    'route53:CreateHostedZone',
    'cloudfront:CreateDistribution',
    'acm:RequestCertificate',
    'wafv2:CreateWebACL',
  ]) {
    expect(globalActions.some((pattern) => matchesPattern(pattern, action))).toBe(true);
    expect(isDenied(action, { 'aws:RequestedRegion': 'us-east-1' })).toBe(false);
  }
});

it('cannot be made without a role of the organisation', () => {
  expect(() => synthesizeCloud(awsSite({ organisationRole: undefined }), platform)).toThrow('names no role');
});

describe('an account with sites in two regions', () => {
  const regional = [
    'aws_ebs_encryption_by_default',
    'aws_ebs_snapshot_block_public_access',
    'aws_ec2_image_block_public_access',
    'aws_ec2_instance_metadata_defaults',
    'aws_ec2_serial_console_access',
  ];
  let two: SynthesizedStacks;
  beforeAll(() => {
    two = synthesizeCloud(boundIn('eu-west-1', 'eu-central-1'), platform);
  });

  it('has what is set in a region in both, and the rest once', () => {
    for (const type of regional) {
      const regions = resourcesOf(two.governance, type).map(({ region }) => region ?? 'its own');
      expect(regions.sort()).toEqual(['eu-central-1', 'its own']);
    }
    expect(resourcesOf(two.governance, 'aws_s3_account_public_access_block')).toHaveLength(1);
    expect(resourcesOf(two.governance, 'aws_organizations_policy')).toHaveLength(3);
  });

  it('opens a region before it sets it, and keeps what is set from then on', () => {
    const [, elsewhere] = resourcesOf(two.governance, 'aws_ec2_instance_metadata_defaults');
    expect(elsewhere.depends_on).toEqual([expect.stringMatching(/attachment\.guardrails_places-of-account/)]);
    const kept = named(two.governance, 'aws_organizations_policy', '_openings_');
    expect(kept.depends_on).toHaveLength(11);
    const { Statement } = JSON.parse(kept.content);
    expect(Statement.find(({ Sid }: { Sid: string }) => Sid === 'WeakerMetadata').Condition).toEqual({
      StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] },
    });
  });
});
