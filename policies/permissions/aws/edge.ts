import type { PermissionTable } from '../type-permissions';

const tags = ['TagResource', 'UntagResource'] as const;
const balancerTags = ['AddTags', 'RemoveTags'] as const;
const delivery = ['AllowVendedLogDeliveryForResource'] as const;

/** What the internet may reach of a site, and folders that services share. */
export const edgePermissions: PermissionTable = {
  'data.aws_ec2_managed_prefix_list': { plan: { ec2: ['DescribeManagedPrefixLists', 'GetManagedPrefixListEntries'] } },
  'data.aws_ecr_repository': { plan: { ecr: ['DescribeImages', 'DescribeRepositories', 'ListTagsForResource'] } },
  'data.aws_kms_key': { plan: { kms: ['DescribeKey'] } },
  'data.aws_route53_zone': { plan: { route53: ['GetHostedZone', 'ListHostedZones', 'ListTagsForResource'] } },
  'data.aws_security_group': { plan: { ec2: ['DescribeSecurityGroups'] } },
  'data.aws_subnet': { plan: { ec2: ['DescribeSubnets'] } },
  'data.aws_subnets': { plan: { ec2: ['DescribeSubnets'] } },
  'data.aws_vpc_endpoint': { plan: { ec2: ['DescribeVpcEndpoints'] } },
  'data.aws_vpc_security_group_rules': { plan: { ec2: ['DescribeSecurityGroupRules'] } },
  aws_acm_certificate: {
    plan: { acm: ['DescribeCertificate', 'ListTagsForCertificate'] },
    apply: { acm: ['AddTagsToCertificate', 'DeleteCertificate', 'RequestCertificate'] },
  },
  aws_acm_certificate_validation: { plan: { acm: ['DescribeCertificate'] } },
  aws_cloudfront_distribution: {
    plan: { cloudfront: ['GetDistribution', 'ListTagsForResource'] },
    apply: { cloudfront: ['CreateDistribution', 'DeleteDistribution', 'UpdateDistribution', ...tags] },
  },
  aws_cloudfront_response_headers_policy: {
    plan: { cloudfront: ['GetResponseHeadersPolicy'] },
    apply: {
      cloudfront: ['CreateResponseHeadersPolicy', 'DeleteResponseHeadersPolicy', 'UpdateResponseHeadersPolicy'],
    },
  },
  aws_cloudfront_vpc_origin: {
    plan: { cloudfront: ['GetVpcOrigin', 'ListTagsForResource'] },
    apply: {
      cloudfront: ['CreateVpcOrigin', 'DeleteVpcOrigin', 'UpdateVpcOrigin', ...tags],
      iam: ['CreateServiceLinkedRole'],
    },
  },
  aws_cloudwatch_log_delivery: {
    plan: { logs: ['GetDelivery'] },
    apply: { logs: ['CreateDelivery', 'DeleteDelivery', 'UpdateDeliveryConfiguration', ...tags] },
  },
  aws_cloudwatch_log_delivery_destination: {
    plan: { logs: ['GetDeliveryDestination'] },
    apply: { logs: ['DeleteDeliveryDestination', 'PutDeliveryDestination', ...tags] },
  },
  aws_cloudwatch_log_delivery_source: {
    plan: { logs: ['GetDeliverySource'] },
    apply: { cloudfront: [...delivery], logs: ['DeleteDeliverySource', 'PutDeliverySource', ...tags] },
  },
  aws_ecr_replication_configuration: {
    plan: { ecr: ['DescribeRegistry'] },
    apply: { ecr: ['PutReplicationConfiguration'], iam: ['CreateServiceLinkedRole'] },
  },
  aws_efs_access_point: {
    plan: { elasticfilesystem: ['DescribeAccessPoints'] },
    apply: { elasticfilesystem: ['CreateAccessPoint', 'DeleteAccessPoint', ...tags] },
  },
  aws_efs_backup_policy: {
    plan: { elasticfilesystem: ['DescribeBackupPolicy'] },
    apply: { elasticfilesystem: ['PutBackupPolicy'], iam: ['CreateServiceLinkedRole'] },
  },
  aws_efs_file_system: {
    plan: { elasticfilesystem: ['DescribeFileSystems', 'DescribeLifecycleConfiguration'] },
    apply: {
      elasticfilesystem: [
        'CreateFileSystem',
        'DeleteFileSystem',
        'PutLifecycleConfiguration',
        'UpdateFileSystem',
        'UpdateFileSystemProtection',
        ...tags,
      ],
      iam: ['CreateServiceLinkedRole'],
      kms: ['CreateGrant', 'DescribeKey'],
    },
  },
  aws_efs_file_system_policy: {
    plan: { elasticfilesystem: ['DescribeFileSystemPolicy'] },
    apply: { elasticfilesystem: ['DeleteFileSystemPolicy', 'PutFileSystemPolicy'] },
  },
  aws_efs_mount_target: {
    plan: { elasticfilesystem: ['DescribeMountTargetSecurityGroups', 'DescribeMountTargets'] },
    apply: { elasticfilesystem: ['CreateMountTarget', 'DeleteMountTarget', 'ModifyMountTargetSecurityGroups'] },
  },
  aws_eks_identity_provider_config: {
    plan: { eks: ['DescribeIdentityProviderConfig'] },
    apply: {
      eks: ['AssociateIdentityProviderConfig', 'DescribeUpdate', 'DisassociateIdentityProviderConfig', ...tags],
    },
  },
  aws_lb: {
    plan: {
      elasticloadbalancing: [
        'DescribeCapacityReservation',
        'DescribeLoadBalancerAttributes',
        'DescribeLoadBalancers',
        'DescribeTags',
      ],
    },
    apply: {
      elasticloadbalancing: [
        'CreateLoadBalancer',
        'DeleteLoadBalancer',
        'ModifyLoadBalancerAttributes',
        'SetSecurityGroups',
        'SetSubnets',
        ...balancerTags,
      ],
      iam: ['CreateServiceLinkedRole'],
    },
  },
  aws_lb_listener: {
    plan: { elasticloadbalancing: ['DescribeListenerAttributes', 'DescribeListeners', 'DescribeTags'] },
    apply: {
      elasticloadbalancing: [
        'CreateListener',
        'DeleteListener',
        'ModifyListener',
        'ModifyListenerAttributes',
        ...balancerTags,
      ],
    },
  },
  aws_lb_target_group: {
    plan: { elasticloadbalancing: ['DescribeTags', 'DescribeTargetGroupAttributes', 'DescribeTargetGroups'] },
    apply: {
      elasticloadbalancing: [
        'CreateTargetGroup',
        'DeleteTargetGroup',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        ...balancerTags,
      ],
    },
  },
  aws_lb_target_group_attachment: {
    plan: { elasticloadbalancing: ['DescribeTargetHealth'] },
    apply: { elasticloadbalancing: ['DeregisterTargets', 'RegisterTargets'] },
  },
  aws_route53_health_check: {
    plan: { route53: ['GetHealthCheck', 'ListTagsForResource'] },
    apply: { route53: ['ChangeTagsForResource', 'CreateHealthCheck', 'DeleteHealthCheck', 'UpdateHealthCheck'] },
  },
  aws_route53_hosted_zone_dnssec: {
    plan: { route53: ['GetDNSSEC'] },
    apply: { route53: ['DisableHostedZoneDNSSEC', 'EnableHostedZoneDNSSEC', 'GetChange'] },
  },
  aws_route53_key_signing_key: {
    plan: { route53: ['GetDNSSEC'] },
    apply: {
      kms: ['CreateGrant', 'DescribeKey'],
      route53: [
        'ActivateKeySigningKey',
        'CreateKeySigningKey',
        'DeactivateKeySigningKey',
        'DeleteKeySigningKey',
        'GetChange',
      ],
    },
  },
  aws_s3_bucket_inventory: {
    plan: { s3: ['GetInventoryConfiguration'] },
    apply: { s3: ['PutInventoryConfiguration'] },
  },
  aws_shield_protection: {
    plan: { shield: ['DescribeProtection', 'ListTagsForResource'] },
    apply: { shield: ['CreateProtection', 'DeleteProtection', ...tags] },
  },
  aws_shield_subscription: {
    plan: { shield: ['DescribeSubscription'] },
    apply: { shield: ['CreateSubscription', 'UpdateSubscription'] },
  },
  aws_wafv2_web_acl: {
    plan: { wafv2: ['GetWebACL', 'ListTagsForResource'] },
    apply: { wafv2: ['CreateWebACL', 'DeleteWebACL', 'UpdateWebACL', ...tags] },
  },
  aws_wafv2_web_acl_association: {
    plan: { wafv2: ['GetWebACLForResource'] },
    apply: { elasticloadbalancing: ['SetWebACL'], wafv2: ['AssociateWebACL', 'DisassociateWebACL'] },
  },
  aws_wafv2_web_acl_logging_configuration: {
    plan: { wafv2: ['GetLoggingConfiguration'] },
    apply: {
      logs: ['CreateLogDelivery', 'DeleteLogDelivery', 'DescribeResourcePolicies', 'PutResourcePolicy'],
      wafv2: ['DeleteLoggingConfiguration', 'PutLoggingConfiguration'],
    },
  },
};
