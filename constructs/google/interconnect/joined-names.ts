import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import type { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { type PeerName, peerNameTtlSeconds } from '../../contracts';
import { hashedComputeName } from '../names';

/** Names of a joined site's gateway, answered inside the VPC. */
export function joinedNames(
  scope: Construct,
  {
    site,
    network,
    names,
  }: { readonly site: GoogleSite; readonly network: string; readonly names: readonly PeerName[] },
): void {
  for (const { zone, host, addresses } of names) {
    const { name } = new DnsManagedZone(scope, zone, {
      name: hashedComputeName(site, zone.replaceAll('.', '-')),
      dnsName: `${zone}.`,
      description: `A joined site, as ${site.name} sees it`,
      visibility: 'private',
      privateVisibilityConfig: { networks: [{ networkUrl: network }] },
    });
    new DnsRecordSet(scope, `${zone}-record`, {
      managedZone: name,
      name: `${host}.`,
      type: 'A',
      ttl: peerNameTtlSeconds,
      rrdatas: [...addresses],
    });
  }
}
