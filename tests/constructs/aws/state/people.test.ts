import { awsSite } from '../../../fixtures/sites';
import { type Json, named, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const { state } = synthesize();
const grants = (role: string): Json[] => statementsOf(named(state, 'aws_iam_role_policy', `people_${role}`).policy);
const trust = (role: string): Json[] => statementsOf(named(state, 'aws_iam_role', `people_${role}`).assume_role_policy);
const allowed = (role: string): string[] =>
  grants(role)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action);

describe('people', () => {
  it.each(['viewer', 'operator'])('a %s looks at everything within the boundary and opens nothing', (role) => {
    const attached = resourcesOf(state, 'aws_iam_role_policy_attachment')
      .filter(({ role: name }) => name.includes(`people_${role}_`))
      .map(({ policy_arn }) => policy_arn.replace(/^.*\//, ''));
    expect(attached.sort()).toEqual(['SecurityAudit', 'ViewOnlyAccess']);
    expect(named(state, 'aws_iam_role', `people_${role}`).permissions_boundary).toMatch(/-boundary-/);
    const refused = grants(role).find(({ Effect }) => Effect === 'Deny');
    expect(refused?.Action).toEqual(
      expect.arrayContaining(['kms:Decrypt', 's3:GetObject*', 'secretsmanager:GetSecretValue']),
    );
    expect(refused).toMatchObject({ Resource: ['*'] });
  });

  it('viewers change nothing; operators restart what carries the tag of the site', () => {
    expect(allowed('viewer').filter((action) => !/:(Access|Describe|Filter|Get|List|Start|Stop)/.test(action))).toEqual(
      [],
    );
    expect(allowed('operator')).toEqual(expect.arrayContaining(['rds:RebootDBInstance', 'eks:UpdateNodegroupConfig']));
    expect(
      allowed('operator').filter((action) => /^(iam|kms|s3|secretsmanager):|:(Create|Delete|Put)/.test(action)),
    ).toEqual([]);
    expect(grants('operator').find(({ Sid }) => Sid === 'Restart')).toMatchObject({
      Condition: { StringEquals: { 'aws:ResourceTag/site': 'test-aws-eu-west-1' } },
    });
  });

  it('the way in is a forwarded port of one machine, not a shell', () => {
    const sessions = grants('viewer').filter(({ Action }) => Action.includes('ssm:StartSession'));
    expect(sessions.map(({ Resource }) => Resource)).toEqual([
      ['arn:aws:ec2:eu-west-1:123456789012:instance/*'],
      ['arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSessionToRemoteHost'],
    ]);
    expect(sessions[0]).toMatchObject({
      Condition: { StringEquals: { 'ssm:resourceTag/Name': 'test-aws-eu-west-1-access' } },
    });
  });

  it('asks users for a second factor, and takes the word of whoever gave somebody a role', () => {
    const [role, user] = ['arn:aws:iam::123456789012:role/sso', 'arn:aws:iam::123456789012:user/ann'];
    const people = { ...awsSite().people, viewers: [role, user] };
    const statements = statementsOf(
      named(synthesize({ people }).state, 'aws_iam_role', 'people_viewer').assume_role_policy,
    );
    expect(statements.map(({ Principal, Condition }: Json) => [Principal.AWS, Condition])).toEqual([
      [[role], undefined],
      [[user], { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
    ]);
  });

  it('glass is broken for an hour, with a second factor, under the own name, where it is seen', () => {
    expect(named(state, 'aws_iam_role', 'people_break-glass')).toMatchObject({
      max_session_duration: 3600,
      path: '/evenkeel-trust/test-aws-eu-west-1/',
    });
    expect(trust('break-glass')).toEqual([
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::123456789012:user/break-glass'] },
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'sts:RoleSessionName': '$${aws:username}' },
        },
      }),
    ]);
  });

  it('tells the contact of every use, by a rule that the role cannot quieten', () => {
    const rule = theOnly(state, 'aws_cloudwatch_event_rule');
    const { name } = named(state, 'aws_iam_role', 'people_break-glass');
    expect(JSON.parse(rule.event_pattern).detail).toEqual({
      eventName: ['AssumeRole'],
      requestParameters: { roleArn: [{ suffix: `/${name}` }] },
    });
    expect(theOnly(state, 'aws_sns_topic_subscription')).toMatchObject({
      protocol: 'email',
      endpoint: 'platform@example.com',
    });
    const [kept] = grants('break-glass');
    expect(kept).toMatchObject({ Effect: 'Deny' });
    expect(kept?.Action).toEqual(expect.arrayContaining(['cloudtrail:StopLogging', 'events:DisableRule']));
    expect(kept?.Resource).toContain(`arn:aws:events:eu-west-1:123456789012:rule/${rule.name}`);
  });

  it('makes no role that nobody has', () => {
    const people = { ...awsSite().people, viewers: [], operators: [] };
    const roles = resourcesOf(synthesize({ people, ci: undefined }).state, 'aws_iam_role');
    expect(roles.map(({ description }) => description)).toEqual(['Break glass of test-aws-eu-west-1']);
  });
});
