import { kubernetesFacts } from '../../../../constructs/aws/kubernetes-facts';
import { automaticPools } from '../../../../environments/model';
import { automaticSites, automaticWords } from '../../../fixtures/automatic-sites';
import { siteInputs } from '../../../fixtures/environment';
import { type Json, named, resourceCounts, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const { aws: site } = automaticSites();
const stacks = synthesize(site);
const { cluster: stack } = stacks;

const objectsOf = (kind: string, of = site): Json[] =>
  (kubernetesFacts(of).nodeObjects ?? []).filter((object) => object.kind === kind);
const objectOf = (kind: string, name: string, of = site): Json =>
  objectsOf(kind, of).find(({ metadata }) => metadata.name === name);

describe('the cluster', () => {
  it('has the group of the system pool, and what Karpenter needs instead of the others', () => {
    expect(resourceCounts(stack)).toMatchObject({
      aws_eks_node_group: 1,
      aws_sqs_queue: 1,
      aws_sqs_queue_policy: 1,
      aws_cloudwatch_event_rule: 4,
      aws_cloudwatch_event_target: 4,
      aws_ec2_tag: 1,
    });
    expect(theOnly(stack, 'aws_eks_node_group').scaling_config).toMatchObject({ min_size: 3, max_size: 3 });
  });

  it('has no cluster autoscaler where nothing moves between bounds', () => {
    const accounts = resourcesOf(stack, 'aws_eks_pod_identity_association').map((one) => one.service_account);
    expect(accounts).toContain('karpenter');
    expect(accounts).not.toContain('cluster-autoscaler');
  });

  it('has both where pools of both kinds are', () => {
    const { aws } = automaticSites(
      { ...automaticWords, spot: { provisioning: 'autoscaled' } },
      { sites: [siteInputs.aws] },
    );
    const mixed = synthesize(aws).cluster;
    const accounts = resourcesOf(mixed, 'aws_eks_pod_identity_association').map((one) => one.service_account);
    expect(accounts).toEqual(expect.arrayContaining(['karpenter', 'cluster-autoscaler']));
    // The autoscaler finds groups by their tags: machines of Karpenter are in none.
    expect(resourcesOf(mixed, 'aws_eks_node_group')).toHaveLength(2);
  });

  it('lets machines in under a role of their own, which can join and pull images', () => {
    expect(named(stack, 'aws_eks_access_entry', 'karpenter')).toMatchObject({ type: 'EC2_LINUX' });
    const policies = resourcesOf(stack, 'aws_iam_role_policy_attachment')
      .filter(({ role }) => role.includes('karpenter_node-role'))
      .map(({ policy_arn }) => policy_arn.replace(/^.*\//, ''));
    expect(policies.sort()).toEqual(['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodeMinimalPolicy']);
    expect(named(stack, 'aws_iam_instance_profile', 'karpenter').name).toBe(
      objectOf('EC2NodeClass', 'general').spec.instanceProfile,
    );
  });

  it('is found by one tag on node subnets and the security group', () => {
    expect(theOnly(stack, 'aws_ec2_tag')).toMatchObject({ key: 'karpenter.sh/discovery', value: site.name });
    const tagged = resourcesOf(stacks.network, 'aws_subnet').filter(({ tags }) => tags['karpenter.sh/discovery']);
    expect(tagged.map(({ tags }) => tags.Name).sort()).toEqual(site.zones.map((zone) => `${site.name}-nodes-${zone}`));
  });
});

describe('what Karpenter may do', () => {
  const statements = statementsOf(named(stack, 'aws_iam_role_policy', 'karpenter_identity').policy);
  const withAction = (action: string) => statements.filter(({ Action }) => Action.includes(action));
  const owned = { [`aws:ResourceTag/kubernetes.io/cluster/${site.name}`]: 'owned' };

  it('ends machines of its own cluster and pools only', () =>
    expect(withAction('ec2:TerminateInstances').map(({ Condition }) => Condition)).toEqual([
      { StringEquals: owned, StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' } },
    ]));

  it('makes nothing without the tags of its cluster', () => {
    for (const { Resource, Condition } of withAction('ec2:RunInstances')) {
      if (Resource.some((resource: string) => resource.includes(':instance/'))) {
        expect(Condition.StringEquals).toMatchObject({
          [`aws:RequestTag/kubernetes.io/cluster/${site.name}`]: 'owned',
        });
      }
    }
    expect(withAction('ec2:CreateTags').every(({ Condition }) => Condition.StringLike)).toBe(true);
  });

  it('gives machines one role, and makes no role, profile or policy', () => {
    const [pass, ...others] = withAction('iam:PassRole');
    expect(others).toEqual([]);
    expect(pass).toMatchObject({
      Resource: [expect.stringContaining('karpenter_node-role')],
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    });
    const iam = statements.flatMap(({ Action }) => Action).filter((action: string) => action.startsWith('iam:'));
    expect(iam.sort()).toEqual([
      'iam:CreateServiceLinkedRole',
      'iam:GetInstanceProfile',
      'iam:ListInstanceProfiles',
      'iam:PassRole',
    ]);
  });

  it('does nothing on everything but read', () => {
    const everything = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(everything.filter((action: string) => !/^(ec2:Describe|pricing:Get)/.test(action))).toEqual([]);
  });

  it('stays within the boundary of the site, which opens no more than that', () => {
    const boundary = statementsOf(named(stacks.state, 'aws_iam_policy', 'boundary').policy);
    const [pass] = boundary.filter(({ Sid }: Json) => Sid === 'Machines');
    expect(pass.Resource).toEqual([expect.stringMatching(/^arn:aws:iam::123456789012:role\/evenkeel\/.+machines/)]);
    expect(statementsOf(named(synthesize().state, 'aws_iam_policy', 'boundary').policy).map(({ Sid }) => Sid)).toEqual([
      'Most',
      'LoadBalancers',
      'NoState',
    ]);
  });

  it('uses the key of node disks, as Spot does for its machines', () => {
    expect(withAction('kms:CreateGrant')[0].Condition).toEqual({ Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    const sids = statementsOf(named(stack, 'aws_kms_key', 'disk-key').policy).map(({ Sid }) => Sid);
    expect(sids).toEqual(['Account', 'AutoScaling', 'AutoScalingGrants', 'Spot', 'SpotGrants']);
  });
});

describe('warnings of interruptions', () => {
  it('lie encrypted and short', () =>
    expect(theOnly(stack, 'aws_sqs_queue')).toMatchObject({
      name: `${site.name}-interruptions`,
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 300,
    }));

  it('come from the rules of the site only, by TLS', () => {
    const [warnings, tls] = statementsOf(theOnly(stack, 'aws_sqs_queue_policy').policy);
    expect(warnings).toMatchObject({
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:eu-west-1:123456789012:rule/${site.name}-*` } },
    });
    expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });

  it('are of four kinds', () => {
    const kinds = resourcesOf(stack, 'aws_cloudwatch_event_rule').map(
      (rule) => JSON.parse(rule.event_pattern)['detail-type'][0],
    );
    expect(kinds.sort()).toEqual([
      'AWS Health Event',
      'EC2 Instance Rebalance Recommendation',
      'EC2 Instance State-change Notification',
      'EC2 Spot Instance Interruption Warning',
    ]);
  });
});

describe('node objects', () => {
  it('are a class and a pool each', () => {
    const names = automaticPools(site).map(({ name }) => name);
    expect(objectsOf('EC2NodeClass').map(({ metadata }) => metadata.name)).toEqual(names);
    expect(objectsOf('NodePool').map(({ metadata }) => metadata.name)).toEqual(names);
  });

  it('start a pinned image, out of reach of pods, on disks of the own key', () => {
    const { spec } = objectOf('EC2NodeClass', 'gpu');
    expect(spec).toMatchObject({
      amiSelectorTerms: [{ alias: expect.stringMatching(/^bottlerocket@v1\.\d+\.\d+$/) }],
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      associatePublicIPAddress: false,
      kubelet: { maxPods: 110 },
    });
    expect(spec.blockDeviceMappings.map(({ ebs }: Json) => [ebs.encrypted, ebs.kmsKeyID, ebs.volumeSize])).toEqual([
      [true, expect.stringMatching(/\/disks$/), '4Gi'],
      [true, expect.stringMatching(/\/disks$/), '200Gi'],
    ]);
  });

  it('hold a share of a pool to interruptible machines by bounds of their own', () => {
    const { aws } = automaticSites(
      {
        ...automaticWords,
        general: { automatic: { maxVcpus: 100, maxMemoryGiB: 400, spotPercent: 30, expireHours: 336 } },
      },
      { sites: [siteInputs.aws] },
    );
    const shares = objectsOf('NodePool', aws).filter(({ metadata }) => metadata.name.startsWith('general'));
    expect(shares.map(({ metadata, spec }) => [metadata.name, spec.weight, spec.limits])).toEqual([
      ['general-spot', 10, { cpu: '30', memory: '120Gi' }],
      ['general', undefined, { cpu: '70', memory: '280Gi' }],
    ]);
    expect(shares.map(({ spec }) => spec.template.spec.expireAfter)).toEqual(['336h', '336h']);
    expect(shares.map(({ spec }) => spec.template.spec.nodeClassRef.name)).toEqual(['general', 'general']);
  });

  it('take full-price machines where no interruptible one is left, if that is wanted', () => {
    const { aws } = automaticSites({ ...automaticWords, spot: { automatic: { onDemandFallback: true } } });
    const typesOf = (of: typeof site) =>
      objectOf('NodePool', 'spot', of).spec.template.spec.requirements.find(
        ({ key }: Json) => key === 'karpenter.sh/capacity-type',
      ).values;
    expect(typesOf(site)).toEqual(['spot']);
    expect(typesOf(aws)).toEqual(['spot', 'on-demand']);
  });
});
