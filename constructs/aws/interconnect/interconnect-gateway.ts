import { CustomerGateway } from '@cdktf/provider-aws/lib/customer-gateway';
import { VpnConnection } from '@cdktf/provider-aws/lib/vpn-connection';
import { VpnGateway as PrivateGateway } from '@cdktf/provider-aws/lib/vpn-gateway';
import { VpnGatewayRoutePropagation } from '@cdktf/provider-aws/lib/vpn-gateway-route-propagation';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { KeySetter, LinkEnd, ToldVpnGateway, VpnGatewayProps } from '../../contracts';
import { siteScoped } from '../names';
import { signInProfile } from '../sign-in';
import { AwsJoinedNetwork } from './joined-network';

/**
 * AES-256, SHA-256 and a 2048-bit group for the keys, AES-256-GCM for the data: the strongest that all clouds offer by
 * the same names.
 */
const proposals = (tunnel: 1 | 2) => ({
  [`tunnel${tunnel}IkeVersions`]: ['ikev2'],
  [`tunnel${tunnel}Phase1EncryptionAlgorithms`]: ['AES256'],
  [`tunnel${tunnel}Phase1IntegrityAlgorithms`]: ['SHA2-256'],
  [`tunnel${tunnel}Phase1DhGroupNumbers`]: [14],
  [`tunnel${tunnel}Phase2EncryptionAlgorithms`]: ['AES256-GCM-16'],
  [`tunnel${tunnel}Phase2IntegrityAlgorithms`]: ['SHA2-256'],
  [`tunnel${tunnel}Phase2DhGroupNumbers`]: [14],
});

/**
 * The key goes by standard input, so no list of processes shows it. One tunnel of a connection can be changed at a time;
 * the other's change takes minutes.
 */
const setKey = (profile = ''): string => `for attempt in 1 2 3 4 5 6 7 8 9 10; do
  aws ec2 wait vpn-connection-available${profile} --region "$REGION" --vpn-connection-ids "$CONNECTION" || continue
  printf '{"VpnConnectionId":"%s","VpnTunnelOutsideIpAddress":"%s","TunnelOptions":{"PreSharedKey":"%s"},"PreSharedKeyStorage":"SecretsManager"}' "$CONNECTION" "$TUNNEL" "$TUNNEL_KEY" |
    aws ec2 modify-vpn-tunnel-options${profile} --region "$REGION" --cli-input-json file:///dev/stdin >/dev/null && exit 0
  sleep 15
done
exit 1`;

/**
 * The site's virtual private gateway. AWS makes a pair of public addresses for each address of a peer, so a peer with two
 * gets four tunnels. Routes that BGP learns enter the tables of nodes and pods; databases have no way out. Keys lie in
 * Secrets Manager: the provider reads them back as `REDACTED`.
 */
export class AwsInterconnectGateway extends Construct implements ToldVpnGateway {
  readonly keys = 'told';
  private readonly site: AwsSite;
  private readonly gatewayId: string;
  private readonly connections = new Map<string, readonly VpnConnection[]>();

  constructor(scope: Construct, id: string, { site, asn }: VpnGatewayProps<AwsSite>) {
    super(scope, id);
    this.site = site;
    const { vpcId, routeTableIds } = AwsJoinedNetwork.of(scope, site);
    const gateway = new PrivateGateway(this, 'gateway', {
      vpcId,
      amazonSideAsn: String(asn),
      tags: { Name: siteScoped(site, 'interconnect') },
    });
    this.gatewayId = gateway.id;
    routeTableIds.forEach((routeTableId, index) => {
      new VpnGatewayRoutePropagation(this, `routes-${index + 1}`, { vpnGatewayId: gateway.id, routeTableId });
    });
  }

  outsideAddresses(link: LinkEnd, peerAddresses?: readonly [string, string]): readonly string[] {
    if (!peerAddresses) throw new Error(`${link.peer}: AWS makes addresses for those of a peer, which has none`);
    const connections = peerAddresses.map((address, index) => this.connection(link, address, index));
    this.connections.set(link.peer, connections);
    return connections.flatMap(({ tunnel1Address, tunnel2Address }) => [tunnel1Address, tunnel2Address]);
  }

  join(link: LinkEnd): readonly KeySetter[] {
    const connections = this.connections.get(link.peer) ?? [];
    const profile = signInProfile(this.site);
    const command = setKey(profile && ` --profile ${profile}`);
    return connections.flatMap(({ id, tunnel1Address, tunnel2Address }) =>
      [tunnel1Address, tunnel2Address].map((tunnel) => ({
        command,
        environment: { REGION: this.site.region, CONNECTION: id, TUNNEL: tunnel },
        subject: id,
      })),
    );
  }

  private connection({ peer, peerAsn, tunnels }: LinkEnd, address: string, index: number): VpnConnection {
    const name = `${peer}-${index + 1}`;
    const tags = { Name: siteScoped(this.site, name) };
    const customer = new CustomerGateway(this, `${name}-peer`, {
      type: 'ipsec.1',
      bgpAsn: String(peerAsn),
      ipAddress: address,
      tags,
    });
    const [first, second] = tunnels.slice(2 * index, 2 * index + 2);
    return new VpnConnection(this, name, {
      type: 'ipsec.1',
      vpnGatewayId: this.gatewayId,
      customerGatewayId: customer.id,
      presharedKeyStorage: 'SecretsManager',
      tunnel1InsideCidr: first?.insideCidr,
      tunnel2InsideCidr: second?.insideCidr,
      ...proposals(1),
      ...proposals(2),
      tags,
    });
  }
}
