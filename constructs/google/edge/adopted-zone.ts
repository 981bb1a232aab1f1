import { DataGoogleDnsKeys } from '@cdktf/provider-google/lib/data-google-dns-keys';
import { DataGoogleDnsManagedZone } from '@cdktf/provider-google/lib/data-google-dns-managed-zone';
import type { Construct } from 'constructs';
import { type AdoptedZoneProps, adoptedZonePlace } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';

const checks = (domain: string): readonly AdoptedCheck[] => [
  {
    holds: 'self.visibility == "public"',
    message: 'the zone answers inside networks only',
    got: 'self.visibility',
    fix: 'adopt the public zone of the domain',
  },
  {
    holds: `self.dns_name == ${quoted(`${domain}.`)}`,
    message: `the zone is not that of ${domain}`,
    got: 'self.dns_name',
    fix: `adopt the zone of ${domain}, to which its owner has delegated the domain`,
  },
];

const signed: AdoptedCheck = {
  holds: 'anytrue([for k in self.key_signing_keys : k.is_active])',
  message: 'answers of the zone are not signed',
  got: 'length(self.key_signing_keys)',
  fix: 'let its owner turn on DNSSEC and enter the DS record in the zone above',
};

/** A zone as records name it. */
export interface ZoneOfRecords {
  readonly managedZone: string;
  /** Default: that of the site. */
  readonly project?: string;
}

/** A public zone of somebody else, perhaps of a project of its own: records are added to it, and nothing of it is changed. */
export function adoptedZone(scope: Construct, props: AdoptedZoneProps): ZoneOfRecords {
  const place = adoptedZonePlace(props);
  const [, project = '', , name = ''] = props.id.split('/');
  const zone = new DataGoogleDnsManagedZone(scope, 'adopted-zone', {
    name,
    project,
    lifecycle: adoptedLifecycle(place, checks(props.domain)),
  });
  new DataGoogleDnsKeys(scope, 'adopted-keys', {
    managedZone: zone.name,
    project,
    lifecycle: adoptedLifecycle(place, [signed]),
  });
  return { managedZone: zone.name, project };
}
