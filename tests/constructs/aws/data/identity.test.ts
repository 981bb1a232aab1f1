import { platform } from '../../../../constructs/aws';
import { mergeGrants } from '../../../../constructs/aws/iam';
import { tracking } from '../../../../services';
import { awsSite } from '../../../fixtures/sites';
import { type Json, named, resourceCounts, resourcesOf, statementsOf, synthesize } from '../aws-stacks';

const { platform: stack } = synthesize();
const actionsOf = (name: string): string[] =>
  statementsOf(named(stack, 'aws_iam_role_policy', name).policy).flatMap(({ Action }) => Action);

describe('identity', () => {
  it('makes a role and an association for each service account', () => {
    expect(resourceCounts(stack)).toEqual({
      aws_eks_pod_identity_association: 2,
      aws_iam_role: 2,
      aws_iam_role_policy: 2,
    });
    expect(
      resourcesOf(stack, 'aws_eks_pod_identity_association').map(({ namespace, service_account }) => [
        namespace,
        service_account,
      ]),
    ).toEqual([
      ['external-secrets', 'external-secrets'],
      ['tracking', 'mlflow'],
    ]);
  });

  it('trusts one service account of one cluster', () => {
    const [trust] = statementsOf(named(stack, 'aws_iam_role', 'tracking').assume_role_policy);
    expect(trust).toMatchObject({
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Condition: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-1:123456789012:cluster/test-aws-eu-west-1',
          'aws:RequestTag/kubernetes-namespace': 'tracking',
          'aws:RequestTag/kubernetes-service-account': 'mlflow',
        },
      },
    });
  });

  it('lets a service use its bucket and key, and read no secret', () => {
    expect(actionsOf('tracking').filter((action) => !action.startsWith('s3:'))).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
    expect(actionsOf('tracking')).toContain('s3:GetObject');
  });

  it('lets the reader of secrets read those of the site, one by one', () => {
    expect(new Set(actionsOf('external-secrets'))).toEqual(
      new Set(['kms:Decrypt', 'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']),
    );
    const [read] = statementsOf(named(stack, 'aws_iam_role_policy', 'external-secrets').policy);
    expect(read.Resource).toHaveLength(2);
  });

  it('names every resource and every action', () => {
    for (const { policy } of resourcesOf(stack, 'aws_iam_role_policy')) {
      for (const { Action, Resource } of statementsOf(policy)) {
        for (const action of Action) expect(action).not.toContain('*');
        expect(Resource).not.toContain('*');
      }
    }
  });

  it('gives a service without managed needs a role that may do nothing', () => {
    const providers = { ...awsSite().providers, postgres: 'in-cluster', bucket: 'in-cluster', secret: 'in-cluster' };
    const { platform: bare } = synthesize({
      providers: providers as ReturnType<typeof awsSite>['providers'],
    });
    expect(resourcesOf(bare, 'aws_iam_role_policy')).toEqual([]);
    expect(resourcesOf(bare, 'aws_iam_role')).toHaveLength(2);
  });

  it('needs neither annotations nor labels, only the agent on the node', () => {
    const binding = platform.needs.identity.bind({
      site: awsSite(),
      service: 'tracking',
      namespace: 'tracking',
      name: 'identity',
      need: tracking.needs(tracking.config.parse({}), new Set()).identity,
    });
    expect(binding).toEqual({
      serviceAccountName: 'mlflow',
      podLabels: {},
      egress: [{ cidr: '169.254.170.23/32', ports: [{ port: 80, protocol: 'TCP' }] }],
    });
  });

  it('joins grants that differ in their resources only', () => {
    const grants = ['b', 'a', 'b'].map((resource) => ({ actions: ['s3:GetObject'], resources: [resource] }));
    expect(mergeGrants([...grants, { actions: ['kms:Decrypt'], resources: ['a'] }])).toEqual([
      { actions: ['s3:GetObject'], resources: ['b', 'a'] },
      { actions: ['kms:Decrypt'], resources: ['a'] },
    ] satisfies Json);
  });
});
