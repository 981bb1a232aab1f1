import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import type { Construct } from 'constructs';
import { type AdoptedZoneProps, adoptedZonePlace } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';

const checks = (domain: string): readonly AdoptedCheck[] => [
  {
    holds: 'self.private_zone != true',
    message: 'the zone answers inside networks only',
    got: 'self.private_zone',
    fix: 'adopt the public zone of the domain',
  },
  {
    holds: `trimsuffix(self.name, ".") == ${quoted(domain)}`,
    message: `the zone is not that of ${domain}`,
    got: 'self.name',
    fix: `adopt the zone of ${domain}, to which its owner has delegated the domain`,
  },
];

/** A public zone of somebody else in the site's account: records are added to it, and nothing of it is changed. */
export const adoptedZone = (scope: Construct, props: AdoptedZoneProps): DataAwsRoute53Zone =>
  new DataAwsRoute53Zone(scope, 'adopted-zone', {
    zoneId: props.id,
    lifecycle: adoptedLifecycle(adoptedZonePlace(props), checks(props.domain)),
  });
