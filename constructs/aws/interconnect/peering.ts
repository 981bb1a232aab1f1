import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { VpcPeeringConnectionAccepterA } from '@cdktf/provider-aws/lib/vpc-peering-connection-accepter';
import { VpcPeeringConnectionOptions } from '@cdktf/provider-aws/lib/vpc-peering-connection-options';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { PeeringProps, SiteScope } from '../../contracts';
import { siteScoped } from '../names';
import { AwsJoinedNetwork } from './joined-network';

/** One end of a peering: everything in it is made with the provider of its own site. */
class PeeringEnd extends Construct {
  private readonly site: AwsSite;
  private readonly network: AwsJoinedNetwork;

  constructor(
    { scope, site }: SiteScope<AwsSite>,
    private readonly peer: AwsSite,
  ) {
    super(scope, `${peer.name}-peering`);
    this.site = site;
    this.network = AwsJoinedNetwork.of(scope, site);
  }

  get vpcId(): string {
    return this.network.vpcId;
  }

  get tags(): Record<string, string> {
    return { Name: siteScoped(this.site, this.peer.name) };
  }

  /** Tables of nodes and pods learn where the peer's nodes and pods are. */
  route(connectionId: string): void {
    const { network, pods } = this.peer.addresses;
    for (const [kind, range] of Object.entries({ network, pods })) {
      this.network.routeTableIds.forEach((routeTableId, index) => {
        new Route(this, `${kind}-${index + 1}`, {
          routeTableId,
          destinationCidrBlock: range,
          vpcPeeringConnectionId: connectionId,
        });
      });
    }
  }
}

/**
 * Two VPCs in two regions, in one account or two: the first asks, the second agrees. AWS encrypts what leaves a region.
 * Host names of AWS that are asked for across it answer with private addresses.
 */
export function peering({ first, second }: PeeringProps<AwsSite>): ITerraformDependable {
  const asking = new PeeringEnd(first, second.site);
  const agreeing = new PeeringEnd(second, first.site);
  const asked = new VpcPeeringConnection(asking, 'connection', {
    vpcId: asking.vpcId,
    peerVpcId: agreeing.vpcId,
    peerOwnerId: second.site.accountId,
    peerRegion: second.site.region,
    autoAccept: false,
    tags: asking.tags,
  });
  const agreed = new VpcPeeringConnectionAccepterA(agreeing, 'connection', {
    vpcPeeringConnectionId: asked.id,
    autoAccept: true,
    accepter: { allowRemoteVpcDnsResolution: true },
    tags: agreeing.tags,
  });
  const options = new VpcPeeringConnectionOptions(asking, 'options', {
    // By way of the second end: neither settings nor routes are taken before it has agreed.
    vpcPeeringConnectionId: agreed.id,
    requester: { allowRemoteVpcDnsResolution: true },
  });
  for (const end of [asking, agreeing]) end.route(agreed.id);
  return options;
}
