import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { JoinedSitesProps } from '../../contracts';
import { groupName } from '../names';
import { securityGroupName } from '../network/network-security';
import { joinedNames } from './joined-names';

/** Who is joined may open connections to port 443 of the nodes, where the site's gateway listens, and to nothing else. */
export function joinedSites(scope: Construct, { site, joined }: JoinedSitesProps<AzureSite>): void {
  joinedNames(scope, { site, names: joined.flatMap(({ names }) => names) });
  new NetworkSecurityRule(scope, 'joined-sites', {
    name: 'joined-sites',
    resourceGroupName: groupName(site, 'network'),
    networkSecurityGroupName: securityGroupName(site, 'nodes'),
    direction: 'Inbound',
    access: 'Allow',
    priority: 1000,
    protocol: 'Tcp',
    sourceAddressPrefixes: joined.flatMap(({ ranges }) => ranges),
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '443',
  });
}
