import type { CapabilityEvidence, CapabilityId, InClusterEvidence } from '../constructs/contracts';
import { evidenceInside } from '../constructs/in-cluster';
import type { CloudSite } from '../environments/model';
import { needOf } from '../policies/promises';
import { isClusterNeed } from '../services';

/** Where the promises of a site show: in the cloud's resources, or in the cluster for needs that the site meets there. */
export function siteEvidence(site: CloudSite, cloud: CapabilityEvidence): InClusterEvidence {
  const inside = evidenceInside(site);
  const isInside = (capability: CapabilityId): boolean => {
    const kind = needOf(capability);
    return kind !== undefined && !isClusterNeed(kind) && site.providers[kind] === 'in-cluster';
  };
  return Object.fromEntries(
    (Object.keys(cloud) as CapabilityId[]).map((capability) => [
      capability,
      isInside(capability) ? inside[capability] : cloud[capability],
    ]),
  ) as unknown as InClusterEvidence;
}
