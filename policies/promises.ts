import {
  type AlarmId,
  type CapabilityId,
  copiesBy,
  copiesOfOwnImages,
  dataSecrets,
  detectionOf,
  guardrailsOf,
  hasVault,
  isTrailLocked,
  keepsOrganisationTrail,
  keepsRegionBackups,
  letIn,
  ownBucketSyncs,
  regionCopies,
  replicatedBuckets,
  requestsOf,
  serviceTenants,
  spendingOf,
  takenFrom,
  takesBy,
} from '../constructs/contracts';
import { joinedNames } from '../constructs/kubernetes/joined-names';
import {
  archiveReplica,
  automaticPools,
  clusterState,
  isSitePublicCloud,
  type NodePool,
  type Site,
  steadyPools,
} from '../environments/model';
import { closedPeriods } from '../environments/model/maintenance';
import { type Need, type NeedKind, needKinds } from '../services';

const poolCapabilities: Partial<Record<CapabilityId, NodePool['purpose']>> = {
  'cluster.spot-pool': 'spot',
  'cluster.gpu-pool': 'gpu',
};

/** The need a capability speaks of; `undefined` for those of the site itself. */
export const needOf = (capability: CapabilityId): NeedKind | undefined => {
  const [area] = capability.split('.');
  return needKinds.find((kind) => kind === area);
};

const makesMachines = (site: Site): boolean => isSitePublicCloud(site) && automaticPools(site).length > 0;
const hasReservation = (pools: readonly NodePool[]): boolean => pools.some(({ reservation }) => reservation);
const isManaged = (site: Site): boolean => site.providers.kafka === 'managed';

const someNeed = (site: Site, is: (need: Need) => boolean): boolean =>
  serviceTenants(site).some((tenant) => Object.values(tenant.needs).some(is));

/** Until it is promoted, a copy of a database of another site answers reads itself. */
const hasReadReplicas = (site: Site): boolean =>
  serviceTenants(site)
    .flatMap((tenant) => requestsOf(site, tenant, 'postgres'))
    .some((request) => (request.need.readReplicas ?? 0) > 0 && !takenFrom(request, regionCopies.replica));

const isKeptCache = (need: Need): boolean => need.kind === 'cache' && (need.highlyAvailable || need.persistent);

/** Some pod looks for the gateway of a joined site, and its addresses are known. */
const resolvesPeers = (site: Site): boolean =>
  isSitePublicCloud(site) &&
  site.peers.some((peer) => site.resolves?.includes(peer.name) && joinedNames(peer, site).length > 0);

const isPeered = (site: Site): boolean => isSitePublicCloud(site) && (site.peeredTo?.length ?? 0) > 0;

/** A link leads to another cloud. */
const hasTunnels = (site: Site): boolean =>
  isSitePublicCloud(site) && (site.linkedTo ?? []).some((name) => !site.peeredTo?.includes(name));

/** Switched off, nothing is copied that has no backup of its own. */
const copiesVolumes = (site: Site): boolean => isSitePublicCloud(site) && site.snapshots !== undefined;

/** Somebody looks at the data services of a kind: a Prometheus, which asks the cloud where the cloud runs them. */
const watches =
  (kind: 'postgres' | 'kafka' | 'cache', also: (site: Site) => boolean = () => true) =>
  (site: Site): boolean => {
    const { monitoring } = site.services;
    return monitoring !== undefined && (site.providers[kind] !== 'managed' || monitoring.managedStores) && also(site);
  };

/** Backups of databases inside the cluster need a place outside of it. */
const makesBackups = (site: Site): boolean =>
  site.providers.postgres === 'managed' || (isSitePublicCloud(site) && site.providers.bucket === 'managed');
const evicts =
  (some: boolean) =>
  (site: Site): boolean =>
    someNeed(site, (need) => need.kind === 'cache' && (need.eviction !== 'noeviction') === some);

const alarms: { readonly [A in AlarmId]: (site: Site) => boolean } = {
  'postgres.alarm-load': watches('postgres'),
  'postgres.alarm-replica-lag': watches('postgres', hasReadReplicas),
  'postgres.alarm-deadlocks': watches('postgres'),
  'postgres.alarm-long-transactions': watches('postgres'),
  'postgres.alarm-backups': watches('postgres', makesBackups),
  'postgres.alarm-log-archive': watches('postgres', makesBackups),
  'kafka.alarm-storage': watches('kafka'),
  'kafka.alarm-processors': watches('kafka'),
  'kafka.alarm-memory': watches('kafka'),
  'kafka.alarm-offline-partitions': watches('kafka'),
  'kafka.alarm-missing-copies': watches('kafka'),
  'kafka.alarm-consumer-lag': watches('kafka'),
  'kafka.alarm-throttling': watches('kafka'),
  'cache.alarm-load': watches('cache'),
  'cache.alarm-full': watches('cache', evicts(false)),
  'cache.alarm-evictions': watches('cache', evicts(true)),
  'cache.alarm-replica-lag': watches('cache', (site) =>
    someNeed(site, (need) => need.kind === 'cache' && need.highlyAvailable),
  ),
};

/** What a site may do without altogether, by the part of a promise before the dot. */
const optionalAreas: Readonly<Record<string, (site: Site) => boolean>> = {
  detection: (site) => isSitePublicCloud(site) && detectionOf(site) !== undefined,
  guardrails: (site) => isSitePublicCloud(site) && guardrailsOf(site) !== undefined,
  interconnect: (site) => isSitePublicCloud(site) && (site.linkedTo?.length ?? 0) > 0,
  edge: (site) => isSitePublicCloud(site) && site.edge !== undefined,
  registry: (site) =>
    isSitePublicCloud(site) && (site.registry !== undefined || site.adoptedRepositories !== undefined),
  volumes: isSitePublicCloud,
  recovery: (site) => clusterState(site) !== undefined,
};

const isWithout = (site: Site, capability: CapabilityId): boolean =>
  optionalAreas[capability.split('.')[0] ?? '']?.(site) === false;

const keepsBills = (site: Site): boolean => spendingOf(site).costExport !== undefined;

const hasPeople =
  (role: 'viewers' | 'operators') =>
  (site: Site): boolean =>
    isSitePublicCloud(site) && site.people[role].length > 0;

/** Promises that depend on a choice of the environment: settings that were switched off are not promised. */
const choices: Partial<Record<CapabilityId, (site: Site) => boolean>> = {
  'postgres.dump-copies': (site) => copiesBy(site, 'postgres.dump-copies'),
  'postgres.site-archives': (site) => takesBy(site, archiveReplica),
  'postgres.vault': hasVault,
  'postgres.site-backups': keepsRegionBackups,
  'postgres.site-replicas': (site) => takesBy(site, regionCopies.replica),
  'state.ci-trust': (site) => isSitePublicCloud(site) && site.ci !== undefined,
  'interconnect.redundant': hasTunnels,
  'interconnect.bgp': hasTunnels,
  'interconnect.keys-not-in-state': hasTunnels,
  'interconnect.peering': isPeered,
  'interconnect.peering-closed': isPeered,
  'interconnect.private-dns': resolvesPeers,
  'detection.trail-locked': isTrailLocked,
  'detection.organisation-trail': keepsOrganisationTrail,
  'detection.threats': (site) => detectionOf(site)?.threatDetection === true,
  'detection.configuration': (site) => detectionOf(site)?.configurationRecording === true,
  'detection.posture': (site) =>
    detectionOf(site)?.threatDetection === true && detectionOf(site)?.configurationRecording === true,
  'detection.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'spending.budgets': (site) => spendingOf(site).budgets !== undefined,
  'spending.forecast': (site) => spendingOf(site).budgets?.forecast === true,
  'spending.anomalies': (site) => spendingOf(site).anomalies !== undefined,
  'spending.export': keepsBills,
  'spending.export-own-key': keepsBills,
  'spending.export-private': keepsBills,
  'spending.export-retention': keepsBills,
  'state.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'platform.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'access.viewers-read-only': hasPeople('viewers'),
  'access.no-secrets': (site) => hasPeople('viewers')(site) || hasPeople('operators')(site),
  'access.operators-limited': hasPeople('operators'),
  'access.cluster-groups': (site) => hasPeople('viewers')(site) || hasPeople('operators')(site),
  'cluster.upgrade-freezes': (site) => isSitePublicCloud(site) && site.maintenance.freezes.length > 0,
  'secret.access-logs': (site) => detectionOf(site) !== undefined,
  'key.access-logs': (site) => detectionOf(site) !== undefined,
  'secret.shared': (site) =>
    isSitePublicCloud(site) && site.sharesSecrets !== undefined && dataSecrets(site).length > 0,
  'edge.zone-signed': (site) => site.edge?.hasZone === true,
  'edge.health-checked': (site) => site.edge?.hasZone === true && site.edge.failsOver,
  'edge.firewall': (site) => site.edge?.waf.mode === 'block',
  'edge.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'edge.ddos-advanced': (site) => site.edge?.ddos === 'advanced',
  'cluster.reserved-machines': (site) => isSitePublicCloud(site) && hasReservation(steadyPools(site)),
  'cluster.reserved-made-machines': (site) => isSitePublicCloud(site) && hasReservation(automaticPools(site)),
  'cluster.automatic-pools': makesMachines,
  'cluster.made-machines-in-window': (site) =>
    makesMachines(site) && isSitePublicCloud(site) && closedPeriods(site.maintenance.window).length > 0,
  'cluster.made-machines': makesMachines,
  'cluster.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'postgres.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'bucket.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'kafka.deletion-protection': (site) => !isManaged(site) || (isSitePublicCloud(site) && site.deletionProtection),
  'topic.deletion-protection': (site) => !isManaged(site) || (isSitePublicCloud(site) && site.deletionProtection),
  'registry.mirrors': (site) => isSitePublicCloud(site) && site.registry?.mirrors === true,
  'registry.replicated': (site) => isSitePublicCloud(site) && copiesOfOwnImages(site).length > 0,
  'registry.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'topic.three-copies': (site) => site.services.streaming?.highlyAvailable === true,
  'cache.deletion-protection': (site) =>
    isSitePublicCloud(site) && site.deletionProtection && someNeed(site, isKeptCache),
  'volumes.snapshots': copiesVolumes,
  'recovery.state-backups-locked': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'files.backups': copiesVolumes,
  'files.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'warehouse.deletion-protection': (site) => isSitePublicCloud(site) && site.deletionProtection,
  'postgres.highly-available': (site) => someNeed(site, (need) => need.kind === 'postgres' && need.highlyAvailable),
  'postgres.maintenance-freeze': (site) => isSitePublicCloud(site) && site.maintenance.freezes.length > 0,
  'postgres.read-replicas': hasReadReplicas,
  ...alarms,
  'bucket.tiers': (site) => someNeed(site, (need) => need.kind === 'bucket' && need.tiers !== undefined),
  'bucket.retention-lock': (site) => someNeed(site, (need) => need.kind === 'bucket' && need.lock !== undefined),
  'bucket.copied-across': (site) => ownBucketSyncs(site).length > 0,
  'bucket.copies-trusted': (site) => letIn(site).size > 0,
  'bucket.replicated': (site) => replicatedBuckets(site).length > 0,
  'bucket.inventory': (site) => isSitePublicCloud(site) && site.bucketInventory !== 'off',
  'cache.highly-available': (site) => someNeed(site, (need) => need.kind === 'cache' && need.highlyAvailable),
  'cache.snapshots': (site) => someNeed(site, (need) => need.kind === 'cache' && need.persistent),
};

/** Whether a site makes a promise at all: it has the pool, the need or the setting that the promise speaks of. */
export function promises(site: Site): (capability: CapabilityId) => boolean {
  const needed = new Set(
    serviceTenants(site).flatMap((tenant) => Object.values(tenant.needs).map((need) => need.kind)),
  );
  return (capability) => {
    if (isWithout(site, capability)) return false;
    const purpose = poolCapabilities[capability];
    if (purpose) return isSitePublicCloud(site) && site.pools.some((pool) => pool.purpose === purpose);
    const kind = needOf(capability);
    return (kind === undefined || needed.has(kind)) && (choices[capability]?.(site) ?? true);
  };
}
