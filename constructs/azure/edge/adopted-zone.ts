import { DataAzurermDnsZone } from '@cdktf/provider-azurerm/lib/data-azurerm-dns-zone';
import type { Construct } from 'constructs';
import { type AdoptedZoneProps, adoptedZonePlace } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle } from '../../terraform/adopted';

/** Azure keeps private zones under another type, so that one found here by its name is public. */
const checks: readonly AdoptedCheck[] = [
  {
    holds: 'length(self.name_servers) > 0',
    message: 'no name server answers for the zone',
    got: 'self.name_servers',
    fix: 'adopt the public zone of the domain',
  },
  {
    holds: 'self.number_of_record_sets < self.max_number_of_record_sets',
    message: 'the zone has no room for another record',
    got: 'self.number_of_record_sets',
    fix: 'let its owner remove records, or ask Azure for more',
  },
];

/** A public zone of somebody else in the site's subscription: records are added to it, and nothing of it is changed. */
export function adoptedZone(scope: Construct, props: AdoptedZoneProps): DataAzurermDnsZone {
  const parts = props.id.split('/');
  return new DataAzurermDnsZone(scope, 'adopted-zone', {
    resourceGroupName: parts[4] ?? '',
    name: parts[8] ?? '',
    lifecycle: adoptedLifecycle(adoptedZonePlace(props), checks),
  });
}
