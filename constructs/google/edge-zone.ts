import { DataGoogleDnsKeys } from '@cdktf/provider-google/lib/data-google-dns-keys';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import {
  type EdgeZone,
  type EdgeZoneProps,
  type MovingName,
  type PublicRecord,
  publicNameTtlSeconds,
  steadyTtlSeconds,
} from '../contracts';
import { output } from '../terraform/output';
import { hashedComputeName } from './names';

/** Cloud DNS wants the values of TXT records in quotes, and names with their last dot. */
const written: Readonly<Record<PublicRecord['type'], (value: string) => string>> = {
  A: (value) => value,
  CNAME: (value) => `${value}.`,
  TXT: (value) => `"${value}"`,
};

/**
 * The public zone: signed, and every query logged to the site's archive. Cloud DNS probes addresses only, so the name
 * that moves follows the environment file alone.
 */
export class GoogleEdgeZone extends Construct implements EdgeZone {
  private readonly zone: DnsManagedZone;

  constructor(scope: Construct, id: string, { site, domain, parent }: EdgeZoneProps<GoogleSite>) {
    super(scope, id);
    this.zone = new DnsManagedZone(this, 'zone', {
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
    const keys = new DataGoogleDnsKeys(this, 'keys', { managedZone: this.zone.id });
    const ds = keys.keySigningKeys.get(0).dsRecord;
    output(this, 'name_servers', {
      value: this.zone.nameServers,
      description: `NS records of ${domain}, for the zone above it`,
    });
    output(this, 'ds_record', { value: ds, description: `DS record of ${domain}` });
    if (!parent) return;
    const at = { managedZone: parent.id, name: `${domain}.`, ttl: steadyTtlSeconds };
    new DnsRecordSet(this, 'delegation', { ...at, type: 'NS', rrdatas: this.zone.nameServers });
    new DnsRecordSet(this, 'delegation-signed', { ...at, type: 'DS', rrdatas: [ds] });
  }

  record({ id, name, type, value }: PublicRecord): ITerraformDependable {
    return new DnsRecordSet(this, `${id}-record`, {
      managedZone: this.zone.name,
      name: `${name}.`,
      type,
      ttl: steadyTtlSeconds,
      rrdatas: [written[type](value)],
    });
  }

  moving({ name, entries: [first] }: MovingName): void {
    if (first === undefined) throw new Error(`${name} leads nowhere`);
    new DnsRecordSet(this, 'active', {
      managedZone: this.zone.name,
      name: `${name}.`,
      type: 'CNAME',
      ttl: publicNameTtlSeconds,
      rrdatas: [written.CNAME(first)],
    });
  }
}
