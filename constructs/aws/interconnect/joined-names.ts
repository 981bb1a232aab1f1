import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { type PeerName, peerNameTtlSeconds } from '../../contracts';

/** Names of a joined site's gateway, answered inside the VPC. */
export function joinedNames(
  scope: Construct,
  { site, vpcId, names }: { readonly site: AwsSite; readonly vpcId: string; readonly names: readonly PeerName[] },
): void {
  for (const { zone, host, addresses } of names) {
    const { zoneId } = new Route53Zone(scope, zone, {
      name: zone,
      comment: `A joined site, as ${site.name} sees it`,
      vpc: [{ vpcId }],
    });
    new Route53Record(scope, `${zone}-record`, {
      zoneId,
      name: host,
      type: 'A',
      ttl: peerNameTtlSeconds,
      records: [...addresses],
    });
  }
}
