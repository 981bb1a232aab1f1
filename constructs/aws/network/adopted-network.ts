import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { DataAwsVpcEndpoint } from '@cdktf/provider-aws/lib/data-aws-vpc-endpoint';
import { DataAwsVpcSecurityGroupRules } from '@cdktf/provider-aws/lib/data-aws-vpc-security-group-rules';
import { Construct } from 'constructs';
import { type AwsAdoptedNetwork as AdoptedWords, type AwsSite, automaticPools } from '../../../environments/model';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { discoveryTag } from '../names';
import type { AwsSiteNetwork } from '../site-network';
import { flowLogs, logKey } from './flow-logs';
import { AwsPrivateEndpoints, endpointServiceName, endpointServices } from './private-endpoints';

export interface AwsAdoptedNetworkProps {
  readonly site: AwsSite;
  readonly words: AdoptedWords;
}

type SubnetKind = keyof AdoptedWords['subnets'];

const kinds: readonly SubnetKind[] = ['nodes', 'pods', 'data', 'endpoints'];
/** Their machines and pods must come out; the others need not. */
const leaving: readonly SubnetKind[] = ['nodes', 'pods'];

/** What controllers of the cluster look for. */
const tagsOf = (site: AwsSite): Readonly<Partial<Record<SubnetKind, Readonly<Record<string, string>>>>> => ({
  nodes: {
    'kubernetes.io/role/internal-elb': '1',
    ...(automaticPools(site).length > 0 ? { [discoveryTag]: site.name } : {}),
  },
  pods: { 'kubernetes.io/role/cni': '1' },
});

const vpcChecks = ({ accountId }: AwsSite): readonly AdoptedCheck[] => [
  {
    holds: `self.owner_id == ${quoted(accountId)}`,
    message:
      'the VPC is shared by another account, and its default security group and endpoints cannot be looked at from here',
    got: 'self.owner_id',
    fix: 'adopt a VPC of the account of the site',
  },
  {
    holds: 'self.enable_dns_hostnames && self.enable_dns_support',
    message: 'names of private endpoints do not resolve in the VPC: it needs both DNS hostnames and DNS support',
    fix: 'let its owner turn on enableDnsHostnames and enableDnsSupport',
  },
];

const noInternetGateway: AdoptedCheck = {
  holds: 'alltrue([for r in self.routes : !startswith(coalesce(r.gateway_id, "-"), "igw-")])',
  message: 'the route table of the subnet leads to an internet gateway, so what is in it can have a public address',
  fix: 'let its owner associate a route table without an internet gateway, or adopt a private subnet',
};

const wayOut: AdoptedCheck = {
  holds:
    'anytrue([for r in self.routes : r.cidr_block == "0.0.0.0/0" && anytrue([for by in [r.nat_gateway_id, r.transit_gateway_id, r.vpc_endpoint_id, r.network_interface_id] : by != null && by != ""])])',
  message: 'nodes cannot leave the subnet: no default route leads to a NAT gateway, a transit gateway or a firewall',
  fix: 'let its owner add a default route, or adopt a subnet that has one',
};

const closedGroup: AdoptedCheck = {
  // A group without rules has no list of them.
  holds: 'try(length(self.ids), 0) == 0',
  message: "the VPC's default security group has rules, so what names no group is open",
  got: 'self.ids',
  fix: 'let its owner remove every rule of the default security group',
};

/**
 * A VPC of somebody else, taken as it is. Data sources look at it each time Terraform plans, and the plan stops where it
 * lacks what the promises need. Nothing in it is changed: routes, NAT, tags and the default security group are its
 * owner's. What the site adds lies beside it: private endpoints and flow logs, where the owner has none.
 */
export class AwsAdoptedNetwork extends Construct implements AwsSiteNetwork {
  readonly networkId: string;
  readonly nodeSubnetIds: readonly string[];
  readonly dataSubnetIds: readonly string[];
  readonly endpointSubnetIds: readonly string[];
  readonly accessSubnetIds: readonly string[];
  readonly logKeyId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsAdoptedNetworkProps,
  ) {
    super(scope, id);
    const { site, words } = props;
    this.networkId = new DataAwsVpc(this, 'vpc', {
      id: words.id,
      lifecycle: adoptedLifecycle(this.place('id'), vpcChecks(site)),
    }).id;
    this.closedDefaultGroup();
    const subnets = Object.fromEntries(kinds.map((kind) => [kind, this.subnets(kind)])) as Record<
      SubnetKind,
      readonly string[]
    >;
    const tables = kinds.flatMap((kind) => this.routeTables(kind, subnets[kind]));
    this.nodeSubnetIds = subnets.nodes;
    this.dataSubnetIds = subnets.data;
    this.endpointSubnetIds = subnets.endpoints;
    this.accessSubnetIds = subnets.endpoints;
    if (words.privateEndpoints === 'create') {
      new AwsPrivateEndpoints(this, 'private-endpoints', {
        site,
        vpcId: this.networkId,
        subnetIds: this.endpointSubnetIds,
        routeTableIds: tables.map(({ routeTableId }) => routeTableId),
      });
    } else this.existingEndpoints(tables);
    this.logKeyId = logKey(this, site);
    if (words.flowLogs === 'create') flowLogs(this, { site, networkId: this.networkId, logKeyId: this.logKeyId });
  }

  private place(path: string): string {
    return `${this.props.site.name} adopt.network.${path}`;
  }

  private subnets(kind: SubnetKind): readonly string[] {
    const { site, words } = this.props;
    return words.subnets[kind].map(({ id, cidr }, index) => {
      const zone = site.zones[index] ?? '';
      const tags = Object.entries(tagsOf(site)[kind] ?? {}).map(
        ([key, value]): AdoptedCheck => ({
          holds: `lookup(self.tags, ${quoted(key)}, "") == ${quoted(value)}`,
          message: `controllers of the cluster find the subnet by its tag ${key}, which must be ${value}`,
          got: `lookup(self.tags, ${quoted(key)}, "")`,
          fix: `let its owner tag the subnet ${key}=${value}`,
        }),
      );
      return new DataAwsSubnet(this, `${kind}-${index + 1}`, {
        id,
        lifecycle: adoptedLifecycle(this.place(`subnets.${kind}[${index}]`), [
          {
            holds: `self.vpc_id == ${quoted(words.id)}`,
            message: `the subnet is not in ${words.id}`,
            got: 'self.vpc_id',
            fix: 'name a subnet of the adopted VPC',
          },
          {
            holds: `self.availability_zone == ${quoted(zone)}`,
            message: `the subnet is not in ${zone}, the zone at its place in the list`,
            got: 'self.availability_zone',
            fix: 'name subnets in the order of the zones of the site, or state the zones of the site',
          },
          {
            holds: `self.cidr_block == ${quoted(cidr)}`,
            message: `the range of the subnet is not ${cidr}, by which rules let it in`,
            got: 'self.cidr_block',
            fix: 'state the range of the subnet as AWS shows it',
          },
          {
            holds: '!self.map_public_ip_on_launch',
            message: 'the subnet gives its machines public addresses',
            got: 'self.map_public_ip_on_launch',
            fix: 'let its owner turn off MapPublicIpOnLaunch, or adopt a private subnet',
          },
          ...tags,
        ]),
      }).id;
    });
  }

  private routeTables(kind: SubnetKind, subnetIds: readonly string[]): readonly DataAwsRouteTable[] {
    return subnetIds.map(
      (subnetId, index) =>
        new DataAwsRouteTable(this, `${kind}-table-${index + 1}`, {
          subnetId,
          lifecycle: adoptedLifecycle(this.place(`subnets.${kind}[${index}]`), [
            noInternetGateway,
            ...(leaving.includes(kind) ? [wayOut] : []),
          ]),
        }),
    );
  }

  private closedDefaultGroup(): void {
    const group = new DataAwsSecurityGroup(this, 'default-group', { vpcId: this.networkId, name: 'default' });
    new DataAwsVpcSecurityGroupRules(this, 'default-group-rules', {
      filter: [{ name: 'group-id', values: [group.id] }],
      lifecycle: adoptedLifecycle(this.place('id'), [closedGroup]),
    });
  }

  /** The owner's, looked up by what they lead to. */
  private existingEndpoints(tables: readonly DataAwsRouteTable[]): void {
    const { site } = this.props;
    const place = this.place('privateEndpoints');
    const there: AdoptedCheck = {
      holds: 'self.state == "available"',
      message: 'a private endpoint of the network is not available',
      got: 'self.service_name',
      fix: "let its owner mend it, or set privateEndpoints to 'create'",
    };
    new DataAwsVpcEndpoint(this, 's3', {
      vpcId: this.networkId,
      serviceName: endpointServiceName(site, 's3'),
      filter: [{ name: 'vpc-endpoint-type', values: ['Gateway'] }],
      lifecycle: adoptedLifecycle(place, [
        there,
        {
          holds: `length(setsubtract([${tables.map(idInExpression).join(', ')}], self.route_table_ids)) == 0`,
          message: 'not every subnet of the site is led to the endpoint of S3 by its route table',
          got: 'self.route_table_ids',
          fix: 'let its owner associate the endpoint with the route tables of all adopted subnets',
        },
      ]),
    });
    for (const service of endpointServices(site)) {
      new DataAwsVpcEndpoint(this, service, {
        vpcId: this.networkId,
        serviceName: endpointServiceName(site, service),
        filter: [{ name: 'vpc-endpoint-type', values: ['Interface'] }],
        lifecycle: adoptedLifecycle(place, [
          there,
          {
            holds: 'self.private_dns_enabled',
            message: "the public name of AWS's service does not lead to its private endpoint",
            got: 'self.service_name',
            fix: 'let its owner turn on private DNS of the endpoint',
          },
        ]),
      });
    }
  }
}

/** As it stands inside an expression, which no text may stand in. */
const idInExpression = ({ terraformResourceType, friendlyUniqueId }: DataAwsRouteTable): string =>
  `data.${terraformResourceType}.${friendlyUniqueId}.route_table_id`;
