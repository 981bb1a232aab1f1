import { requestsOf, type ServiceTenant } from '../../constructs/contracts';
import { documentsPods } from '../../constructs/in-cluster/documents-names';
import { sharedClaimLabels } from '../../constructs/kubernetes/shared-claim';
import { clusterState, isArchived, type Site } from '../../environments/model';
import { type ServiceDefinition, services } from '../../services';
import type { ChartContext } from '../chart-context';
import { snapshotClassNames } from '../foundations/storage-class';

/** Claims that are copied alike. */
export interface CopiedClaims {
  readonly labels: Readonly<Record<string, string>>;
  readonly snapshotClass: string;
}

/** Labels of the volumes of a service that have no backup of their own: what it names, and databases without an archive. */
export function uncopiedVolumes(site: Site, tenant: ServiceTenant): Readonly<Record<string, string>>[] {
  const definition: ServiceDefinition = services[tenant.service];
  const config = site.services[tenant.service] as Record<string, unknown>;
  const databases = isArchived(site, 'documents') ? [] : requestsOf(site, tenant, 'documents');
  return [...(definition.copiedVolumes?.(config) ?? []), ...databases.map(documentsPods)];
}

/**
 * Claims of a service that nothing else has a copy of, as far as the site has a class of snapshots for them. Volumes whose
 * data Velero moves have one: it makes snapshots of its own, more often, and keeps what is in them for as long.
 */
export function copiedClaimsOf(
  { kubernetes: { snapshotClass, filesSnapshotClass } }: ChartContext,
  site: Site,
  tenant: ServiceTenant,
): CopiedClaims[] {
  const own = snapshotClass && !clusterState(site)?.movesVolumes ? uncopiedVolumes(site, tenant) : [];
  const shared = filesSnapshotClass ? requestsOf(site, tenant, 'files') : [];
  return [
    ...own.map((labels) => ({ labels, snapshotClass: snapshotClassNames.volumes })),
    ...shared.slice(0, 1).map(() => ({ labels: sharedClaimLabels, snapshotClass: snapshotClassNames.files })),
  ];
}
