import { requestsOf, type ServiceTenant } from '../../constructs/contracts';
import { sharedClaimLabels } from '../../constructs/kubernetes/shared-claim';
import type { Site } from '../../environments/model';
import { type ServiceDefinition, services } from '../../services';
import type { ChartContext } from '../chart-context';
import { snapshotClassNames } from '../foundations/storage-class';

/** Claims that are copied alike. */
export interface CopiedClaims {
  readonly labels: Readonly<Record<string, string>>;
  readonly snapshotClass: string;
}

/** Claims of a service that nothing else has a copy of, as far as the site has a class of snapshots for them. */
export function copiedClaimsOf(
  { kubernetes: { snapshotClass, filesSnapshotClass } }: ChartContext,
  site: Site,
  tenant: ServiceTenant,
): CopiedClaims[] {
  const definition: ServiceDefinition = services[tenant.service];
  const config = site.services[tenant.service] as Record<string, unknown>;
  const own = (snapshotClass && definition.copiedVolumes?.(config)) ?? [];
  const shared = filesSnapshotClass ? requestsOf(site, tenant, 'files') : [];
  return [
    ...own.map((labels) => ({ labels, snapshotClass: snapshotClassNames.volumes })),
    ...shared.slice(0, 1).map(() => ({ labels: sharedClaimLabels, snapshotClass: snapshotClassNames.files })),
  ];
}
