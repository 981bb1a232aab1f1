import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { JoinedSitesProps } from '../../contracts';
import { computeName, networkPath } from '../names';
import { joinedNames } from './joined-names';

/** Who is joined may open connections to port 443, where the site's gateway listens, and to nothing else. */
export function joinedSites(scope: Construct, { site, joined }: JoinedSitesProps<GoogleSite>): void {
  const network = networkPath(site);
  joinedNames(scope, { site, network, names: joined.flatMap(({ names }) => names) });
  new ComputeFirewall(scope, 'joined-sites', {
    name: computeName(site, 'joined-sites'),
    network,
    direction: 'INGRESS',
    priority: 1000,
    sourceRanges: joined.flatMap(({ ranges }) => ranges),
    allow: [{ protocol: 'tcp', ports: ['443'] }],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  });
}
