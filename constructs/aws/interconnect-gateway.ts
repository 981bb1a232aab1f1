import { CustomerGateway } from '@cdktf/provider-aws/lib/customer-gateway';
import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { VpnConnection } from '@cdktf/provider-aws/lib/vpn-connection';
import { VpnGateway as PrivateGateway } from '@cdktf/provider-aws/lib/vpn-gateway';
import { VpnGatewayRoutePropagation } from '@cdktf/provider-aws/lib/vpn-gateway-route-propagation';
import { Construct } from 'constructs';
import type { AwsSite } from '../../environments/model';
import type { KeySetter, LinkEnd, ToldVpnGateway, VpnGatewayProps } from '../contracts';
import { joinedNames } from './joined-names';
import { siteScoped } from './names';

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
const setKey = `for attempt in 1 2 3 4 5 6 7 8 9 10; do
  aws ec2 wait vpn-connection-available --region "$REGION" --vpn-connection-ids "$CONNECTION" || continue
  printf '{"VpnConnectionId":"%s","VpnTunnelOutsideIpAddress":"%s","TunnelOptions":{"PreSharedKey":"%s"},"PreSharedKeyStorage":"SecretsManager"}' "$CONNECTION" "$TUNNEL" "$TUNNEL_KEY" |
    aws ec2 modify-vpn-tunnel-options --region "$REGION" --cli-input-json file:///dev/stdin >/dev/null && exit 0
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

  constructor(scope: Construct, id: string, { site, asn, links }: VpnGatewayProps<AwsSite>) {
    super(scope, id);
    this.site = site;
    const named = (part: string) => ({ Name: siteScoped(site, part) });
    const vpc = new DataAwsVpc(this, 'vpc', { tags: { ...named('vpc'), site: site.name } });
    const gateway = new PrivateGateway(this, 'gateway', {
      vpcId: vpc.id,
      amazonSideAsn: String(asn),
      tags: named('interconnect'),
    });
    this.gatewayId = gateway.id;
    joinedNames(this, { site, vpcId: vpc.id, names: links.flatMap(({ names }) => names) });
    site.zones.forEach((_, index) => {
      const table = new DataAwsRouteTable(this, `table-${index + 1}`, {
        vpcId: vpc.id,
        tags: named(`private-${index + 1}`),
      });
      new VpnGatewayRoutePropagation(this, `routes-${index + 1}`, {
        vpnGatewayId: gateway.id,
        routeTableId: table.routeTableId,
      });
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
    return connections.flatMap(({ id, tunnel1Address, tunnel2Address }) =>
      [tunnel1Address, tunnel2Address].map((tunnel) => ({
        command: setKey,
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
