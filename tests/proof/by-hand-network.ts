import type { EnvironmentInput } from '../../environments/schema';
import { PROVIDER_OVERRIDE } from './moto-provider';

type Values = Readonly<Record<string, unknown>>;

const kinds = ['nodes', 'pods', 'data', 'endpoints'] as const;
type Kind = (typeof kinds)[number];

const range = '172.20.0.0/16';
const podRange = '100.64.0.0/16';
const cidrs: Readonly<Record<Kind, readonly string[]>> = {
  nodes: ['172.20.0.0/20', '172.20.16.0/20', '172.20.32.0/20'],
  pods: ['100.64.0.0/18', '100.64.64.0/18', '100.64.128.0/18'],
  data: ['172.20.48.0/24', '172.20.49.0/24', '172.20.50.0/24'],
  endpoints: ['172.20.52.0/24', '172.20.53.0/24', '172.20.54.0/24'],
};
const tags: Readonly<Partial<Record<Kind, Values>>> = {
  nodes: { 'kubernetes.io/role/internal-elb': '1' },
  pods: { 'kubernetes.io/role/cni': '1' },
};

/** A reference, as Terraform writes one. */
const ref = (what: string): string => `\${${what}}`;

const each = <T>(make: (kind: Kind, index: number) => T): Record<string, T> =>
  Object.fromEntries(
    kinds.flatMap((kind) => cidrs[kind].map((_, index) => [`${kind}_${index + 1}`, make(kind, index)])),
  );

export interface ByHandProps {
  readonly region: string;
  readonly zones: readonly string[];
  /** A role that exists before the stack that would make it. */
  readonly role: { readonly name: string; readonly path: string };
  /** What the owner gets wrong. Default: nothing. */
  readonly publicNodes?: boolean;
}

/** A network, a key and a role as a network team would make them: plain Terraform, none of ours. */
export const byHandNetwork = ({ region, zones, role, publicNodes = false }: ByHandProps): Values => ({
  terraform: { required_providers: { aws: { source: 'hashicorp/aws' } }, backend: { local: {} } },
  provider: { aws: { region, ...PROVIDER_OVERRIDE } },
  resource: {
    aws_vpc: { central: { cidr_block: range, enable_dns_hostnames: true, enable_dns_support: true } },
    aws_vpc_ipv4_cidr_block_association: { pods: { vpc_id: ref('aws_vpc.central.id'), cidr_block: podRange } },
    aws_default_security_group: { closed: { vpc_id: ref('aws_vpc.central.id'), ingress: [], egress: [] } },
    aws_subnet: each((kind, index) => ({
      vpc_id: ref('aws_vpc.central.id'),
      availability_zone: zones[index],
      cidr_block: cidrs[kind][index],
      map_public_ip_on_launch: publicNodes && kind === 'nodes' && index === 0,
      tags: tags[kind] ?? {},
      depends_on: ['aws_vpc_ipv4_cidr_block_association.pods'],
    })),
    aws_ec2_transit_gateway: { hub: {} },
    aws_ec2_transit_gateway_vpc_attachment: {
      spoke: {
        vpc_id: ref('aws_vpc.central.id'),
        transit_gateway_id: ref('aws_ec2_transit_gateway.hub.id'),
        subnet_ids: [ref('aws_subnet.endpoints_1.id')],
      },
    },
    aws_route_table: {
      out: { vpc_id: ref('aws_vpc.central.id'), depends_on: ['aws_ec2_transit_gateway_vpc_attachment.spoke'] },
      closed: { vpc_id: ref('aws_vpc.central.id') },
    },
    aws_route: {
      out: {
        route_table_id: ref('aws_route_table.out.id'),
        destination_cidr_block: '0.0.0.0/0',
        transit_gateway_id: ref('aws_ec2_transit_gateway.hub.id'),
      },
    },
    aws_route_table_association: each((kind, index) => ({
      subnet_id: `\${aws_subnet.${kind}_${index + 1}.id}`,
      route_table_id:
        kind === 'nodes' || kind === 'pods' ? ref('aws_route_table.out.id') : ref('aws_route_table.closed.id'),
    })),
    aws_kms_key: { central: { enable_key_rotation: true, deletion_window_in_days: 30 } },
    aws_iam_role: {
      flow_logs: {
        ...role,
        description: 'Made by hand',
        assume_role_policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'vpc-flow-logs.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        }),
      },
    },
  },
  output: {
    vpc: { value: ref('aws_vpc.central.id') },
    key: { value: ref('aws_kms_key.central.arn') },
    ...Object.fromEntries(Object.keys(each(() => null)).map((name) => [name, { value: `\${aws_subnet.${name}.id}` }])),
  },
});

type AwsSiteInput = Extract<EnvironmentInput['sites'][number], { cloud: 'aws' }>;

/** The words by which a site adopts it. */
export function adoptByHand(
  outputs: Readonly<Record<string, { readonly value: unknown }>>,
): NonNullable<AwsSiteInput['adopt']> {
  const id = (name: string): string => String(outputs[name]?.value);
  const subnets = (kind: Kind) => cidrs[kind].map((cidr, index) => ({ id: id(`${kind}_${index + 1}`), cidr }));
  return {
    network: {
      id: id('vpc'),
      range,
      podRange,
      subnets: {
        nodes: subnets('nodes'),
        pods: subnets('pods'),
        data: subnets('data'),
        endpoints: subnets('endpoints'),
      },
    },
    keys: { data: id('key') },
  };
}
