import type { PermissionTable } from '../type-permissions';

const tags = ['CreateTags', 'DeleteTags'] as const;
const describeRules = ['DescribeSecurityGroupRules', 'DescribeSecurityGroups'] as const;

/** Addresses, routes, gateways and links of a site. */
export const networkPermissions: PermissionTable = {
  'data.aws_route_table': { plan: { ec2: ['DescribeRouteTables'] } },
  'data.aws_vpc': { plan: { ec2: ['DescribeVpcAttribute', 'DescribeVpcs', 'DescribeRouteTables'] } },
  aws_customer_gateway: {
    plan: { ec2: ['DescribeCustomerGateways'] },
    apply: { ec2: ['CreateCustomerGateway', 'DeleteCustomerGateway', ...tags] },
  },
  aws_default_security_group: {
    plan: { ec2: [...describeRules] },
    apply: {
      ec2: [
        'AuthorizeSecurityGroupEgress',
        'AuthorizeSecurityGroupIngress',
        'RevokeSecurityGroupEgress',
        'RevokeSecurityGroupIngress',
        ...tags,
      ],
    },
  },
  aws_ec2_tag: { plan: { ec2: ['DescribeTags'] }, apply: { ec2: [...tags] } },
  aws_eip: {
    plan: { ec2: ['DescribeAddresses', 'DescribeAddressesAttribute'] },
    apply: { ec2: ['AllocateAddress', 'AssociateAddress', 'DisassociateAddress', 'ReleaseAddress', ...tags] },
  },
  aws_flow_log: {
    plan: { ec2: ['DescribeFlowLogs'] },
    apply: { ec2: ['CreateFlowLogs', 'DeleteFlowLogs', ...tags], iam: ['PassRole'] },
  },
  aws_instance: {
    plan: {
      ec2: [
        'DescribeIamInstanceProfileAssociations',
        'DescribeInstanceAttribute',
        'DescribeInstanceCreditSpecifications',
        'DescribeInstanceTypes',
        'DescribeInstances',
        'DescribeTags',
        'DescribeVolumes',
      ],
    },
    apply: {
      ec2: [
        'ModifyInstanceAttribute',
        'ModifyInstanceMetadataOptions',
        'RunInstances',
        'StartInstances',
        'StopInstances',
        'TerminateInstances',
        ...tags,
      ],
      iam: ['PassRole'],
    },
  },
  aws_internet_gateway: {
    plan: { ec2: ['DescribeInternetGateways'] },
    apply: {
      ec2: [
        'AttachInternetGateway',
        'CreateInternetGateway',
        'DeleteInternetGateway',
        'DetachInternetGateway',
        ...tags,
      ],
    },
  },
  aws_nat_gateway: {
    plan: { ec2: ['DescribeNatGateways'] },
    apply: { ec2: ['CreateNatGateway', 'DeleteNatGateway', ...tags] },
  },
  aws_network_interface: {
    plan: { ec2: ['DescribeNetworkInterfaces'] },
    apply: { ec2: ['CreateNetworkInterface', 'DeleteNetworkInterface', 'ModifyNetworkInterfaceAttribute', ...tags] },
  },
  aws_route: {
    plan: { ec2: ['DescribeRouteTables'] },
    apply: { ec2: ['CreateRoute', 'DeleteRoute', 'ReplaceRoute'] },
  },
  aws_route53_record: {
    plan: { route53: ['GetHostedZone', 'ListResourceRecordSets'] },
    apply: { route53: ['ChangeResourceRecordSets', 'GetChange'] },
  },
  aws_route53_zone: {
    plan: { route53: ['GetHostedZone', 'ListTagsForResource', 'ListResourceRecordSets'] },
    apply: {
      ec2: ['DescribeVpcs'],
      route53: [
        'AssociateVPCWithHostedZone',
        'ChangeResourceRecordSets',
        'ChangeTagsForResource',
        'CreateHostedZone',
        'DeleteHostedZone',
        'GetChange',
        'UpdateHostedZoneComment',
      ],
    },
  },
  aws_route_table: {
    plan: { ec2: ['DescribeRouteTables'] },
    apply: { ec2: ['CreateRouteTable', 'DeleteRouteTable', 'DisassociateRouteTable', ...tags] },
  },
  aws_route_table_association: {
    plan: { ec2: ['DescribeRouteTables'] },
    apply: { ec2: ['AssociateRouteTable', 'DisassociateRouteTable', 'ReplaceRouteTableAssociation'] },
  },
  aws_security_group: {
    plan: { ec2: ['DescribeNetworkInterfaces', ...describeRules] },
    apply: {
      ec2: [
        'CreateSecurityGroup',
        'DeleteSecurityGroup',
        'RevokeSecurityGroupEgress',
        'RevokeSecurityGroupIngress',
        ...tags,
      ],
    },
  },
  aws_subnet: {
    plan: { ec2: ['DescribeNetworkInterfaces', 'DescribeSubnets'] },
    apply: { ec2: ['CreateSubnet', 'DeleteSubnet', 'ModifySubnetAttribute', ...tags] },
  },
  aws_vpc: {
    plan: {
      ec2: [
        'DescribeNetworkAcls',
        'DescribeRouteTables',
        'DescribeSecurityGroups',
        'DescribeVpcAttribute',
        'DescribeVpcs',
      ],
    },
    apply: { ec2: ['CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', ...tags] },
  },
  aws_vpc_endpoint: {
    plan: { ec2: ['DescribeNetworkInterfaces', 'DescribePrefixLists', 'DescribeVpcEndpoints'] },
    apply: {
      ec2: ['CreateVpcEndpoint', 'DeleteVpcEndpoints', 'ModifyVpcEndpoint', ...tags],
      // A private name of an endpoint is a zone that AWS associates on the caller's behalf.
      route53: ['AssociateVPCWithHostedZone'],
    },
  },
  aws_vpc_ipv4_cidr_block_association: {
    plan: { ec2: ['DescribeVpcs'] },
    apply: { ec2: ['AssociateVpcCidrBlock', 'DisassociateVpcCidrBlock'] },
  },
  aws_vpc_peering_connection: {
    plan: { ec2: ['DescribeVpcPeeringConnections'] },
    apply: { ec2: ['CreateVpcPeeringConnection', 'DeleteVpcPeeringConnection', ...tags] },
  },
  aws_vpc_peering_connection_accepter: {
    plan: { ec2: ['DescribeVpcPeeringConnections'] },
    apply: { ec2: ['AcceptVpcPeeringConnection', 'ModifyVpcPeeringConnectionOptions', ...tags] },
  },
  aws_vpc_peering_connection_options: {
    plan: { ec2: ['DescribeVpcPeeringConnections'] },
    apply: { ec2: ['ModifyVpcPeeringConnectionOptions'] },
  },
  aws_vpc_security_group_egress_rule: {
    plan: { ec2: ['DescribeSecurityGroupRules'] },
    apply: { ec2: ['AuthorizeSecurityGroupEgress', 'ModifySecurityGroupRules', 'RevokeSecurityGroupEgress', ...tags] },
  },
  aws_vpc_security_group_ingress_rule: {
    plan: { ec2: ['DescribeSecurityGroupRules'] },
    apply: {
      ec2: ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules', 'RevokeSecurityGroupIngress', ...tags],
    },
  },
  aws_vpn_connection: {
    plan: { ec2: ['DescribeVpnConnections'] },
    apply: { ec2: ['CreateVpnConnection', 'DeleteVpnConnection', 'ModifyVpnTunnelOptions', ...tags] },
  },
  aws_vpn_gateway: {
    plan: { ec2: ['DescribeVpnGateways'] },
    apply: { ec2: ['AttachVpnGateway', 'CreateVpnGateway', 'DeleteVpnGateway', 'DetachVpnGateway', ...tags] },
  },
  aws_vpn_gateway_route_propagation: {
    plan: { ec2: ['DescribeRouteTables'] },
    apply: { ec2: ['DisableVgwRoutePropagation', 'EnableVgwRoutePropagation'] },
  },
};
