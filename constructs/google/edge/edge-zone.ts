import { DataGoogleDnsKeys } from '@cdktf/provider-google/lib/data-google-dns-keys';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import {
  type EdgeZone,
  type EdgeZoneProps,
  type MovingName,
  type PublicRecord,
  publicNameTtlSeconds,
  steadyTtlSeconds,
} from '../../contracts';
import { output } from '../../terraform/output';
import { hashedComputeName } from '../names';
import { adoptedZone, type ZoneOfRecords } from './adopted-zone';

/** Cloud DNS wants the values of TXT records in quotes, and names with their last dot. */
const written: Readonly<Record<PublicRecord['type'], (value: string) => string>> = {
  A: (value) => value,
  CNAME: (value) => `${value}.`,
  TXT: (value) => `"${value}"`,
};

/**
 * The public zone: signed, and every query logged to the site's archive. Cloud DNS probes addresses only, so the name
 * that moves follows the environment file alone. A zone of somebody else is given records and nothing more.
 */
export class GoogleEdgeZone extends Construct implements EdgeZone {
  private readonly zone: ZoneOfRecords;

  constructor(scope: Construct, id: string, props: EdgeZoneProps<GoogleSite>) {
    super(scope, id);
    const { adoptedZone: adopted } = props.site.edge ?? {};
    this.zone = adopted === undefined ? this.make(props) : adoptedZone(this, { ...props, id: adopted });
  }

  private make({ site, domain, parent }: EdgeZoneProps<GoogleSite>): ZoneOfRecords {
    const zone = new DnsManagedZone(this, 'zone', {
      name: hashedComputeName(site, 'public'),
      dnsName: `${domain}.`,
      description: `Public names of ${site.environment}`,
      visibility: 'public',
      forceDestroy: false,
      dnssecConfig: {
        state: 'on',
        nonExistence: 'nsec3',
        defaultKeySpecs: ['keySigning', 'zoneSigning'].map((keyType) => ({
          keyType,
          algorithm: 'ecdsap256sha256',
          keyLength: 256,
        })),
      },
      cloudLoggingConfig: { enableLogging: true },
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    const keys = new DataGoogleDnsKeys(this, 'keys', { managedZone: zone.id });
    const ds = keys.keySigningKeys.get(0).dsRecord;
    output(this, 'name_servers', {
      value: zone.nameServers,
      description: `NS records of ${domain}, for the zone above it`,
    });
    output(this, 'ds_record', { value: ds, description: `DS record of ${domain}` });
    const made = { managedZone: zone.name };
    if (!parent) return made;
    const at = { managedZone: parent.id, name: `${domain}.`, ttl: steadyTtlSeconds };
    new DnsRecordSet(this, 'delegation', { ...at, type: 'NS', rrdatas: zone.nameServers });
    new DnsRecordSet(this, 'delegation-signed', { ...at, type: 'DS', rrdatas: [ds] });
    return made;
  }

  record({ id, name, type, value }: PublicRecord): ITerraformDependable {
    return new DnsRecordSet(this, `${id}-record`, {
      ...this.zone,
      name: `${name}.`,
      type,
      ttl: steadyTtlSeconds,
      rrdatas: [written[type](value)],
    });
  }

  moving({ name, entries: [first] }: MovingName): void {
    if (first === undefined) throw new Error(`${name} leads nowhere`);
    new DnsRecordSet(this, 'active', {
      ...this.zone,
      name: `${name}.`,
      type: 'CNAME',
      ttl: publicNameTtlSeconds,
      rrdatas: [written.CNAME(first)],
    });
  }
}
