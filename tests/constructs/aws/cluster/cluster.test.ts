import { kubernetesFacts } from '../../../../constructs/aws/kubernetes-facts';
import { awsSite } from '../../../fixtures/sites';
import { type Json, named, resourceCounts, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const { cluster: stack } = synthesize();
const cluster = theOnly(stack, 'aws_eks_cluster');
const addOn = (name: string): Json => resourcesOf(stack, 'aws_eks_addon').find(({ addon_name }) => addon_name === name);

describe('cluster', () => {
  it('makes the cluster, its pools and add-ons, keys, entries and the access host', () => {
    expect(resourceCounts(stack)).toEqual({
      aws_autoscaling_group: 1,
      aws_cloudwatch_log_group: 1,
      aws_eks_access_entry: 5,
      aws_eks_access_policy_association: 3,
      aws_eks_addon: 8,
      aws_eks_cluster: 1,
      aws_eks_node_group: 4,
      aws_eks_pod_identity_association: 1,
      aws_iam_instance_profile: 1,
      aws_iam_role: 6,
      aws_iam_role_policy: 3,
      aws_iam_role_policy_attachment: 6,
      aws_kms_alias: 2,
      aws_kms_key: 2,
      aws_launch_template: 5,
      aws_security_group: 2,
      aws_vpc_security_group_egress_rule: 1,
      aws_vpc_security_group_ingress_rule: 2,
    });
  });

  it('has a private API server in three zones', () => {
    expect(cluster.vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: false,
      subnet_ids: [expect.stringContaining('endpoints'), expect.anything(), expect.anything()],
    });
    expect(cluster.kubernetes_network_config.service_ipv4_cidr).toBe('10.2.0.0/20');
  });

  it('lets in IAM only: administrators, the pipeline and not even its maker', () => {
    expect(cluster.access_config).toEqual({
      authentication_mode: 'API',
      bootstrap_cluster_creator_admin_permissions: false,
    });
    const policies = resourcesOf(stack, 'aws_eks_access_policy_association').map(({ policy_arn }) =>
      policy_arn.replace(/^.*\//, ''),
    );
    expect(policies.sort()).toEqual([
      'AmazonEKSClusterAdminPolicy',
      'AmazonEKSClusterAdminPolicy',
      'AmazonEKSViewPolicy',
    ]);
    const principals = resourcesOf(stack, 'aws_eks_access_entry').map(({ principal_arn }) => principal_arn);
    expect(principals.map((arn: string) => /(ci|people)-[a-z-]+(?=-[0-9a-f]{8}$)/.exec(arn)?.[0])).toEqual([
      'ci-apply',
      'ci-plan',
      'people-break-glass',
      'people-operator',
      'people-viewer',
    ]);
    const groups = resourcesOf(stack, 'aws_eks_access_entry').map(({ kubernetes_groups }) => kubernetes_groups);
    expect(groups).toEqual([undefined, undefined, undefined, ['evenkeel:operators'], ['evenkeel:viewers']]);
    expect(resourcesOf(synthesize({ ci: undefined }).cluster, 'aws_eks_access_entry')).toHaveLength(3);
  });

  it('lets groups of an identity provider in, under names that no group of ours has', () => {
    const oidc = {
      issuer: 'https://login.example.com',
      clientId: 'cluster',
      usernameClaim: 'email',
      groupsClaim: 'groups',
      viewers: ['analysts'],
      operators: [],
    };
    const people = { ...awsSite().people, oidc };
    expect(theOnly(synthesize({ people }).cluster, 'aws_eks_identity_provider_config').oidc).toEqual({
      identity_provider_config_name: 'people',
      issuer_url: 'https://login.example.com',
      client_id: 'cluster',
      username_claim: 'email',
      username_prefix: 'oidc:',
      groups_claim: 'groups',
      groups_prefix: 'oidc:',
    });
    expect(kubernetesFacts(awsSite({ people })).people?.viewer).toEqual(['evenkeel:viewers', 'oidc:analysts']);
    expect(resourcesOf(stack, 'aws_eks_identity_provider_config')).toEqual([]);
  });

  it('encrypts Kubernetes secrets with an own key', () => {
    expect(cluster.encryption_config).toEqual({
      provider: { key_arn: expect.stringMatching(/^\$\{aws_kms_key\.cluster_secrets-key_.+\.arn\}$/) },
      resources: ['secrets'],
    });
  });

  it('keeps all control plane logs, in a group that is there first', () => {
    expect(cluster.enabled_cluster_log_types).toEqual([
      'api',
      'audit',
      'authenticator',
      'controllerManager',
      'scheduler',
    ]);
    expect(theOnly(stack, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/aws/eks/test-aws-eu-west-1/cluster',
      retention_in_days: 365,
      kms_key_id: expect.stringContaining('aws_kms_keynetwork_log-key'),
    });
    expect(cluster.depends_on).toContainEqual(expect.stringContaining('aws_cloudwatch_log_group'));
  });

  it('pins its version and cannot be deleted by accident', () => {
    expect(cluster).toMatchObject({
      version: awsSite().kubernetesVersion,
      upgrade_policy: { support_type: 'EXTENDED' },
      deletion_protection: true,
    });
    expect(theOnly(synthesize({ deletionProtection: false }).cluster, 'aws_eks_cluster').deletion_protection).toBe(
      false,
    );
  });

  it('brings what nodes need before them and what runs on them after', () => {
    expect(cluster.bootstrap_self_managed_addons).toBe(false);
    expect(
      resourcesOf(stack, 'aws_eks_addon')
        .map(({ addon_name }) => addon_name)
        .sort(),
    ).toEqual([
      'aws-ebs-csi-driver',
      'coredns',
      'eks-node-monitoring-agent',
      'eks-pod-identity-agent',
      'kube-proxy',
      'metrics-server',
      'snapshot-controller',
      'vpc-cni',
    ]);
    for (const group of resourcesOf(stack, 'aws_eks_node_group')) {
      expect(group.depends_on).toContainEqual(expect.stringContaining('aws_eks_addon.cluster_base_vpc-cni'));
    }
    expect(addOn('coredns').depends_on).toHaveLength(4);
  });

  it('enforces network policies and gives pods addresses by the prefix', () => {
    expect(JSON.parse(addOn('vpc-cni').configuration_values)).toMatchObject({
      enableNetworkPolicy: 'true',
      env: { ENABLE_PREFIX_DELEGATION: 'true', AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' },
    });
  });

  it('gives add-ons an identity of their own and nodes none of it', () => {
    for (const name of ['vpc-cni', 'aws-ebs-csi-driver']) {
      expect(addOn(name).pod_identity_association).toHaveLength(1);
    }
    const ofNodes = Object.entries<Json>(stack.resource.aws_iam_role_policy_attachment)
      .filter(([id]) => id.includes('node-role'))
      .map(([, { policy_arn }]) => policy_arn.replace(/^.*\//, ''));
    expect(ofNodes.sort()).toEqual(['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodeMinimalPolicy']);
  });

  it('puts every role within the boundary of the site', () => {
    for (const role of resourcesOf(stack, 'aws_iam_role')) {
      expect(role).toMatchObject({
        path: '/evenkeel/test-aws-eu-west-1/',
        permissions_boundary: expect.stringMatching(/:policy\/evenkeel-trust\/test-aws-eu-west-1\//),
      });
    }
  });

  it("lets the autoscaler change this cluster's groups only", () => {
    const statements = statementsOf(named(stack, 'aws_iam_role_policy', 'autoscaler').policy);
    expect(statements.find(({ Action }) => Action.includes('autoscaling:SetDesiredCapacity')).Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/k8s.io/cluster-autoscaler/test-aws-eu-west-1': 'owned' },
    });
  });
});

describe('the way in for operators', () => {
  const rules = resourcesOf(stack, 'aws_vpc_security_group_ingress_rule');

  it('leads to port 443 of the API server and nowhere else', () => {
    expect(rules.map(({ cidr_ipv4 }) => cidr_ipv4).filter(Boolean)).toEqual(['192.168.0.0/24']);
    for (const rule of rules) expect(rule).toMatchObject({ from_port: 443, to_port: 443, ip_protocol: 'tcp' });
  });

  it('is a host that nothing comes in to', () => {
    const group = named(stack, 'aws_security_group', 'access-host');
    expect(group).not.toHaveProperty('ingress');
    const host = Object.keys(stack.resource.aws_security_group).find((id) => id.includes('access-host'));
    for (const { security_group_id } of rules) expect(security_group_id).not.toContain(host);
    expect(theOnly(stack, 'aws_vpc_security_group_egress_rule')).toMatchObject({
      cidr_ipv4: '10.0.0.0/16',
      from_port: 443,
      to_port: 443,
    });
  });

  it('is replaced every month and when it fails', () => {
    expect(theOnly(stack, 'aws_autoscaling_group')).toMatchObject({
      min_size: 1,
      max_size: 1,
      max_instance_lifetime: 2592000,
      vpc_zone_identifier: { length: 3 },
    });
  });
});
