import { LocalNetworkGateway } from '@cdktf/provider-azurerm/lib/local-network-gateway';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { ResourceGroupTemplateDeployment } from '@cdktf/provider-azurerm/lib/resource-group-template-deployment';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { KeySetter, LinkEnd, TunnelEnd } from '../../contracts';
import { connectionName } from '../names';

/** Names of the configurations of the gateway's two machines. */
export const halves = ['first', 'second'] as const;

/**
 * AES-256, SHA-256 and a 2048-bit group for the keys, AES-256-GCM for the data: the strongest that all clouds offer by
 * the same names. Azure's own proposal ends at a 1024-bit group.
 */
const proposal = {
  ikeEncryption: 'AES256',
  ikeIntegrity: 'SHA256',
  dhGroup: 'DHGroup14',
  ipsecEncryption: 'GCMAES256',
  ipsecIntegrity: 'GCMAES256',
  pfsGroup: 'PFS2048',
  saLifeTimeSeconds: 3600,
  saDataSizeKilobytes: 102_400_000,
} as const;

/** The key goes by standard input, so no list of processes shows it. */
const setKey = `printf %s "$TUNNEL_KEY" |
  az network vpn-connection shared-key update --subscription "$SUBSCRIPTION" --resource-group "$GROUP" --connection-name "$CONNECTION" --value @- --output none`;

export interface AzureVpnConnectionProps {
  readonly site: AzureSite;
  readonly group: ResourceGroup;
  readonly gatewayId: string;
  readonly link: LinkEnd;
  /** Which tunnel of the link, from 0. */
  readonly index: number;
  /** Public address of the peer's end. */
  readonly outside: string;
}

/** Own addresses inside a tunnel: both machines want one, and only the one that the peer knows comes up. */
function ownAddresses(gatewayId: string, tunnels: readonly TunnelEnd[], index: number) {
  const perHalf = tunnels.length / halves.length;
  return halves.map((half, number) => ({
    ipConfigurationId: `${gatewayId}/ipConfigurations/${half}`,
    customBgpIpAddress: tunnels[number * perHalf + (index % perHalf)]?.inside,
  }));
}

/**
 * One tunnel from the site's gateway. The provider's own resource reads the key back into the state whenever it looks, so
 * the connection is made by a template: with a key that Azure invents, until the real one is told.
 */
export class AzureVpnConnection extends Construct {
  readonly setter: KeySetter;

  constructor(scope: Construct, id: string, props: AzureVpnConnectionProps) {
    super(scope, id);
    const { site, group, gatewayId, link, index, outside } = props;
    const name = connectionName(site, link.peer, String(index + 1));
    const peer = new LocalNetworkGateway(this, 'peer', {
      name,
      location: site.region,
      resourceGroupName: group.name,
      gatewayAddress: outside,
      bgpSettings: { asn: link.peerAsn, bgpPeeringAddress: link.tunnels[index]?.peerInside ?? '' },
    });
    const template = {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: { firstKey: { type: 'securestring', defaultValue: '[newGuid()]' } },
      resources: [
        {
          type: 'Microsoft.Network/connections',
          apiVersion: '2024-05-01',
          name,
          location: site.region,
          tags: site.tags,
          properties: {
            connectionType: 'IPsec',
            connectionProtocol: 'IKEv2',
            connectionMode: 'Default',
            enableBgp: true,
            sharedKey: "[parameters('firstKey')]",
            virtualNetworkGateway1: { id: gatewayId, properties: {} },
            localNetworkGateway2: { id: peer.id, properties: {} },
            gatewayCustomBgpIpAddresses: ownAddresses(gatewayId, link.tunnels, index),
            ipsecPolicies: [proposal],
          },
        },
      ],
    };
    const deployment = new ResourceGroupTemplateDeployment(this, 'connection', {
      name,
      resourceGroupName: group.name,
      deploymentMode: 'Incremental',
      templateContent: JSON.stringify(template),
    });
    this.setter = {
      command: setKey,
      environment: { SUBSCRIPTION: site.subscriptionId, GROUP: group.name, CONNECTION: name },
      // Each deployment invents a key again.
      subject: Fn.sha256(Fn.join(' ', [deployment.id, deployment.templateContent])),
    };
  }
}
