import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { computeName } from '../names';
import { privateApiZones, restrictedApiAddresses } from './google-apis';

export interface GooglePrivateApisProps {
  readonly site: GoogleSite;
  readonly networkId: string;
}

const ttl = 300;

/**
 * Private endpoints of Google's APIs: inside the network their names resolve to addresses that are routed only within
 * Google, so storage, registry, secrets, keys and token services are reached without the internet.
 */
export class GooglePrivateApis extends Construct {
  constructor(scope: Construct, id: string, { site, networkId }: GooglePrivateApisProps) {
    super(scope, id);
    for (const domain of privateApiZones) {
      const label = domain.replaceAll('.', '-');
      const zone = new DnsManagedZone(this, label, {
        name: computeName(site, label),
        dnsName: `${domain}.`,
        description: `${domain} inside ${site.name}`,
        visibility: 'private',
        privateVisibilityConfig: { networks: [{ networkUrl: networkId }] },
      });
      new DnsRecordSet(this, `${label}-addresses`, {
        managedZone: zone.name,
        name: `${domain}.`,
        type: 'A',
        ttl,
        rrdatas: [...restrictedApiAddresses],
      });
      new DnsRecordSet(this, `${label}-names`, {
        managedZone: zone.name,
        name: `*.${domain}.`,
        type: 'CNAME',
        ttl,
        rrdatas: [`${domain}.`],
      });
    }
  }
}
