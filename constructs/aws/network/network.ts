import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcIpv4CidrBlockAssociation } from '@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association';
import { Construct } from 'constructs';
import { type AwsSite, automaticPools } from '../../../environments/model';
import { discoveryTag, siteScoped } from '../names';
import type { AwsSiteNetwork } from '../site-network';
import { flowLogs, logKey } from './flow-logs';
import { AwsPrivateEndpoints } from './private-endpoints';
import { AwsSubnets, accessRanges, endpointRanges } from './subnets';

export interface AwsNetworkProps {
  readonly site: AwsSite;
}

/** Whether a zone leaves through a gateway of its own. */
const natZones: Readonly<Record<AwsSite['natGateways'], (zones: readonly string[]) => readonly string[]>> = {
  'per-zone': (zones) => zones,
  single: (zones) => zones.slice(0, 1),
};

const anywhere = '0.0.0.0/0';

/**
 * The site's VPC over three zones. Pods have a range and subnets of their own. Public subnets hold the NAT gateways and
 * nothing else; databases have no way out at all; AWS's services are reached by private endpoints; the default security
 * group lets nothing pass; every flow is logged under the site's log key.
 */
export class AwsNetwork extends Construct implements AwsSiteNetwork {
  readonly networkId: string;
  readonly nodeSubnetIds: readonly string[];
  readonly dataSubnetIds: readonly string[];
  readonly endpointSubnetIds: readonly string[];
  readonly accessSubnetIds: readonly string[];
  readonly logKeyId: string;
  private readonly site: AwsSite;

  constructor(scope: Construct, id: string, { site }: AwsNetworkProps) {
    super(scope, id);
    this.site = site;
    const { addresses } = site;
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: addresses.network,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: this.named('vpc'),
    });
    this.networkId = vpc.id;
    new DefaultSecurityGroup(this, 'closed', { vpcId: vpc.id, ingress: [], egress: [], tags: this.named('closed') });
    const podRange = new VpcIpv4CidrBlockAssociation(this, 'pod-range', {
      vpcId: vpc.id,
      cidrBlock: addresses.pods,
    });

    const natIds = this.nat();
    const privateTables = site.zones.map((_, index) => {
      const table = this.routeTable(`private-${index + 1}`);
      new Route(this, `private-${index + 1}-out`, {
        routeTableId: table.id,
        destinationCidrBlock: anywhere,
        natGatewayId: natIds[index] ?? natIds[0],
      });
      return table.id;
    });
    const closedTable = this.routeTable('data').id;
    const subnets = (name: string, ranges: readonly string[], routeTableIds: readonly string[], more = {}) =>
      new AwsSubnets(this, `${name}-subnets`, { site, vpcId: vpc.id, name, ranges, routeTableIds, ...more }).ids;

    const cluster = `kubernetes.io/cluster/${site.name}`;
    this.nodeSubnetIds = subnets('nodes', addresses.nodes, privateTables, {
      tags: {
        [cluster]: 'shared',
        'kubernetes.io/role/internal-elb': '1',
        ...(automaticPools(site).length > 0 ? { [discoveryTag]: site.name } : {}),
      },
    });
    // The VPC CNI finds them by this tag; nobody has to name them.
    subnets('pods', addresses.podZones, privateTables, {
      tags: { [cluster]: 'shared', 'kubernetes.io/role/cni': '1' },
      dependsOn: [podRange],
    });
    this.endpointSubnetIds = subnets('endpoints', endpointRanges(addresses), privateTables);
    this.accessSubnetIds = subnets('access', accessRanges(addresses), privateTables);
    this.dataSubnetIds = subnets('data', addresses.data, [closedTable]);

    new AwsPrivateEndpoints(this, 'private-endpoints', {
      site,
      vpcId: vpc.id,
      subnetIds: this.endpointSubnetIds,
      routeTableIds: [...privateTables, closedTable],
    });
    this.logKeyId = logKey(this, site);
    flowLogs(this, { site, networkId: this.networkId, logKeyId: this.logKeyId });
  }

  private named(part: string): Record<string, string> {
    return { Name: siteScoped(this.site, part) };
  }

  private routeTable(name: string): RouteTable {
    return new RouteTable(this, `${name}-table`, { vpcId: this.networkId, tags: this.named(name) });
  }

  /** Ids of the gateways that zones leave through, in their order. */
  private nat(): string[] {
    const { site } = this;
    const gateway = new InternetGateway(this, 'internet', { vpcId: this.networkId, tags: this.named('internet') });
    const table = this.routeTable('public');
    new Route(this, 'public-out', {
      routeTableId: table.id,
      destinationCidrBlock: anywhere,
      gatewayId: gateway.id,
    });
    const { ids } = new AwsSubnets(this, 'public-subnets', {
      site,
      vpcId: this.networkId,
      name: 'public',
      ranges: site.addresses.public,
      routeTableIds: [table.id],
    });
    return natZones[site.natGateways](ids).map((subnetId, index) => {
      const name = `nat-${index + 1}`;
      const address = new Eip(this, `${name}-address`, { domain: 'vpc', tags: this.named(name) });
      return new NatGateway(this, name, {
        allocationId: address.allocationId,
        subnetId,
        tags: this.named(name),
        dependsOn: [gateway],
      }).id;
    });
  }
}
