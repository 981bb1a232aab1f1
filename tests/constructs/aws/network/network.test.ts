import { type Json, named, resourceCounts, resourcesOf, statementsOf, synthesize, theOnly } from '../aws-stacks';

const { network } = synthesize();

const rangesOf = (name: string) =>
  Object.entries<Json>(network.resource.aws_subnet)
    .filter(([id]) => id.includes(`_${name}-subnets_`))
    .map(([, { availability_zone, cidr_block }]) => [availability_zone, cidr_block]);

describe('network', () => {
  it('makes one VPC with its ways out, private endpoints and flow logs', () => {
    expect(resourceCounts(network)).toEqual({
      aws_cloudwatch_log_group: 1,
      aws_default_security_group: 1,
      aws_eip: 3,
      aws_flow_log: 1,
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
      aws_internet_gateway: 1,
      aws_kms_alias: 1,
      aws_kms_key: 1,
      aws_nat_gateway: 3,
      aws_route: 4,
      aws_route_table: 5,
      aws_route_table_association: 18,
      aws_security_group: 1,
      aws_subnet: 18,
      aws_vpc: 1,
      aws_vpc_endpoint: 13,
      aws_vpc_ipv4_cidr_block_association: 1,
      aws_vpc_security_group_ingress_rule: 2,
    });
  });

  it.each([
    ['nodes', ['10.0.0.0/19', '10.0.32.0/19', '10.0.64.0/19']],
    ['pods', ['10.1.0.0/18', '10.1.64.0/18', '10.1.128.0/18']],
    ['public', ['10.0.160.0/22', '10.0.164.0/22', '10.0.168.0/22']],
    ['data', ['10.0.176.0/22', '10.0.180.0/22', '10.0.184.0/22']],
    ['endpoints', ['10.0.192.0/24', '10.0.193.0/24', '10.0.194.0/24']],
    ['access', ['10.0.197.0/26', '10.0.197.64/26', '10.0.197.128/26']],
  ])('spreads the subnets of %s over three zones', (name, ranges) => {
    expect(rangesOf(name)).toEqual(ranges.map((range, index) => [`eu-west-1${'abc'[index]}`, range]));
  });

  it('gives nothing a public address and lets the default security group pass nothing', () => {
    for (const subnet of resourcesOf(network, 'aws_subnet')) expect(subnet.map_public_ip_on_launch).toBe(false);
    expect(theOnly(network, 'aws_default_security_group')).toMatchObject({ ingress: [], egress: [] });
  });

  it('leads pods, nodes and load balancers to their subnets by tag', () => {
    expect(named(network, 'aws_subnet', '_pods-subnets_1').tags).toMatchObject({ 'kubernetes.io/role/cni': '1' });
    expect(named(network, 'aws_subnet', '_pods-subnets_1').depends_on).toEqual([
      expect.stringContaining('aws_vpc_ipv4_cidr_block_association'),
    ]);
    expect(named(network, 'aws_subnet', '_nodes-subnets_1').tags).toMatchObject({
      'kubernetes.io/role/internal-elb': '1',
      'kubernetes.io/cluster/test-aws-eu-west-1': 'shared',
    });
  });

  it('lets each zone out through its own gateway, and databases nowhere', () => {
    const gateways = resourcesOf(network, 'aws_route').map(
      ({ nat_gateway_id, gateway_id }) => nat_gateway_id ?? gateway_id,
    );
    expect(new Set(gateways).size).toBe(4);
    const closed = Object.entries<Json>(network.resource.aws_route_table_association)
      .filter(([id]) => id.includes('_data-subnets_'))
      .map(([, { route_table_id }]) => route_table_id);
    expect(new Set(closed).size).toBe(1);
    for (const { route_table_id } of resourcesOf(network, 'aws_route')) expect(closed).not.toContain(route_table_id);
  });

  it('lets all zones out through one gateway where that is enough', () => {
    const { network: frugal } = synthesize({ natGateways: 'single' });
    expect(resourcesOf(frugal, 'aws_nat_gateway')).toHaveLength(1);
    expect(resourcesOf(frugal, 'aws_eip')).toHaveLength(1);
  });

  it('reaches AWS privately from every subnet', () => {
    const services = resourcesOf(network, 'aws_vpc_endpoint').map(({ service_name }) =>
      service_name.replace('com.amazonaws.eu-west-1.', ''),
    );
    expect(services.sort()).toEqual([
      'ec2',
      'ec2messages',
      'ecr.api',
      'ecr.dkr',
      'eks',
      'eks-auth',
      'kms',
      'logs',
      's3',
      'secretsmanager',
      'ssm',
      'ssmmessages',
      'sts',
    ]);
    for (const endpoint of resourcesOf(network, 'aws_vpc_endpoint')) {
      if (endpoint.vpc_endpoint_type === 'Gateway') expect(endpoint.route_table_ids).toHaveLength(4);
      else expect(endpoint).toMatchObject({ private_dns_enabled: true, subnet_ids: { length: 3 } });
    }
  });

  it("lets data go to the account's own buckets, secrets and keys only", () => {
    const [own, images] = statementsOf(named(network, 'aws_vpc_endpoint', '_s3_').policy);
    expect(own.Condition.StringEquals).toEqual({
      'aws:PrincipalAccount': '123456789012',
      'aws:ResourceAccount': '123456789012',
    });
    expect(images).toMatchObject({ Action: ['s3:GetObject'], Resource: expect.not.arrayContaining(['*']) });
    for (const service of ['kms', 'secretsmanager', 'logs']) {
      expect(named(network, 'aws_vpc_endpoint', `_${service}_`).policy).toContain(
        '"aws:PrincipalAccount":"123456789012"',
      );
    }
  });

  it('logs every flow under an own key for the stated time', () => {
    expect(theOnly(network, 'aws_flow_log')).toMatchObject({ traffic_type: 'ALL' });
    expect(theOnly(network, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/evenkeel/test-aws-eu-west-1/flow-logs',
      kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
      retention_in_days: 365,
      skip_destroy: true,
    });
    const [grant] = statementsOf(theOnly(network, 'aws_iam_role_policy').policy);
    expect(grant.Resource).toEqual([
      'arn:aws:logs:eu-west-1:123456789012:log-group:/evenkeel/test-aws-eu-west-1/flow-logs:*',
    ]);
  });
});
