import type { PermissionTable } from '../type-permissions';

const eksTags = ['TagResource', 'UntagResource'] as const;

/** The cluster, its machines and who may reach it. */
export const clusterPermissions: PermissionTable = {
  aws_autoscaling_group: {
    plan: { autoscaling: ['DescribeAutoScalingGroups', 'DescribeScalingActivities'] },
    apply: {
      autoscaling: [
        'CreateAutoScalingGroup',
        'CreateOrUpdateTags',
        'DeleteAutoScalingGroup',
        'DeleteTags',
        'UpdateAutoScalingGroup',
      ],
      ec2: ['CreateTags', 'RunInstances'],
      iam: ['CreateServiceLinkedRole', 'PassRole'],
    },
  },
  aws_cloudwatch_event_rule: {
    plan: { events: ['DescribeRule', 'ListTagsForResource'] },
    apply: { events: ['DeleteRule', 'DisableRule', 'EnableRule', 'PutRule', 'TagResource', 'UntagResource'] },
  },
  aws_cloudwatch_event_target: {
    plan: { events: ['ListTargetsByRule'] },
    apply: { events: ['PutTargets', 'RemoveTargets'] },
  },
  'data.aws_cloudwatch_log_group': { plan: { logs: ['DescribeLogGroups', 'ListTagsForResource'] } },
  'data.aws_eks_access_entry': { plan: { eks: ['DescribeAccessEntry'] } },
  'data.aws_eks_addon': { plan: { eks: ['DescribeAddon'] } },
  'data.aws_eks_cluster': { plan: { eks: ['DescribeCluster'] } },
  'data.aws_eks_node_group': { plan: { eks: ['DescribeNodegroup'] } },
  aws_eks_access_entry: {
    plan: { eks: ['DescribeAccessEntry'] },
    apply: { eks: ['CreateAccessEntry', 'DeleteAccessEntry', 'UpdateAccessEntry', ...eksTags] },
  },
  aws_eks_access_policy_association: {
    plan: { eks: ['ListAssociatedAccessPolicies'] },
    apply: { eks: ['AssociateAccessPolicy', 'DisassociateAccessPolicy'] },
  },
  aws_eks_addon: {
    plan: { eks: ['DescribeAddon'] },
    apply: { eks: ['CreateAddon', 'DeleteAddon', 'DescribeUpdate', 'UpdateAddon', ...eksTags], iam: ['PassRole'] },
  },
  aws_eks_cluster: {
    plan: { eks: ['DescribeCluster'] },
    apply: {
      ec2: ['DescribeSubnets', 'DescribeVpcs'],
      eks: [
        'CreateCluster',
        'DeleteCluster',
        'DescribeUpdate',
        'UpdateClusterConfig',
        'UpdateClusterVersion',
        ...eksTags,
      ],
      iam: ['CreateServiceLinkedRole', 'PassRole'],
      kms: ['CreateGrant', 'DescribeKey'],
    },
  },
  aws_eks_node_group: {
    plan: { eks: ['DescribeNodegroup'] },
    apply: {
      ec2: ['CreateTags', 'DescribeLaunchTemplateVersions', 'RunInstances'],
      eks: [
        'CreateNodegroup',
        'DeleteNodegroup',
        'DescribeUpdate',
        'UpdateNodegroupConfig',
        'UpdateNodegroupVersion',
        ...eksTags,
      ],
      iam: ['CreateServiceLinkedRole', 'PassRole'],
    },
  },
  aws_eks_pod_identity_association: {
    plan: { eks: ['DescribePodIdentityAssociation'] },
    apply: {
      eks: ['CreatePodIdentityAssociation', 'DeletePodIdentityAssociation', 'UpdatePodIdentityAssociation', ...eksTags],
      iam: ['PassRole'],
    },
  },
  aws_launch_template: {
    plan: { ec2: ['DescribeLaunchTemplateVersions', 'DescribeLaunchTemplates'] },
    apply: {
      ec2: [
        'CreateLaunchTemplate',
        'CreateLaunchTemplateVersion',
        'CreateTags',
        'DeleteLaunchTemplate',
        'DeleteTags',
        'ModifyLaunchTemplate',
      ],
      // A reference to the newest image of a kind is read from its parameter.
      ssm: ['GetParameters'],
    },
  },
  aws_ec2_capacity_reservation: {
    plan: { ec2: ['DescribeCapacityReservations'] },
    apply: {
      ec2: [
        'CancelCapacityReservation',
        'CreateCapacityReservation',
        'CreateTags',
        'DeleteTags',
        'ModifyCapacityReservation',
      ],
    },
  },
  aws_resourcegroups_group: {
    plan: { 'resource-groups': ['GetGroup', 'GetGroupConfiguration', 'GetGroupQuery', 'GetTags'] },
    apply: {
      'resource-groups': ['CreateGroup', 'DeleteGroup', 'PutGroupConfiguration', 'Tag', 'Untag', 'UpdateGroup'],
    },
  },
  aws_resourcegroups_resource: {
    plan: { 'resource-groups': ['ListGroupResources'] },
    apply: { 'resource-groups': ['GroupResources', 'UngroupResources'] },
  },
  aws_sqs_queue: {
    plan: { sqs: ['GetQueueAttributes', 'ListQueueTags'] },
    apply: { sqs: ['CreateQueue', 'DeleteQueue', 'SetQueueAttributes', 'TagQueue', 'UntagQueue'] },
  },
  aws_sqs_queue_policy: {
    plan: { sqs: ['GetQueueAttributes'] },
    apply: { sqs: ['SetQueueAttributes'] },
  },
  // Access entries say what the pipeline may do inside.
  helm_release: { plan: { eks: ['DescribeCluster'] } },
  kubernetes_namespace_v1: { plan: { eks: ['DescribeCluster'] } },
  kubernetes_persistent_volume_v1: { plan: { eks: ['DescribeCluster'] } },
  kubernetes_service_account_v1: { plan: { eks: ['DescribeCluster'] } },
};
