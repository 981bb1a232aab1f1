import { ComputeNetworkPeering } from '@cdktf/provider-google/lib/compute-network-peering';
import type { ITerraformDependable } from 'cdktf';
import type { GoogleSite } from '../../../environments/model';
import type { PeeringProps, SiteScope } from '../../contracts';
import { hashedComputeName, networkPath } from '../names';

/** A network tells a peer its subnets, which has no switch, and nothing of what it has learnt from others. */
const end = (
  { scope, site }: SiteScope<GoogleSite>,
  peer: GoogleSite,
  dependsOn: readonly ITerraformDependable[],
): ComputeNetworkPeering =>
  new ComputeNetworkPeering(scope, `${peer.name}-peering`, {
    name: hashedComputeName(site, peer.name),
    network: networkPath(site),
    peerNetwork: networkPath(peer),
    exportCustomRoutes: false,
    importCustomRoutes: false,
    exportSubnetRoutesWithPublicIp: false,
    importSubnetRoutesWithPublicIp: false,
    stackType: 'IPV4_ONLY',
    dependsOn: [...dependsOn],
  });

/**
 * Two VPC networks, in one project or two; each names the other. Networks span regions, and Google encrypts what leaves its
 * buildings. Endpoints of managed services and what a network reaches by other peerings stay its own.
 */
export const peering = ({ first, second, after }: PeeringProps<GoogleSite>): ITerraformDependable =>
  end(second, first.site, [end(first, second.site, after)]);
