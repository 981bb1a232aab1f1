export type { Cloud } from '../facts';
export {
  type AddressPlan,
  endpointCidrs,
  planAddresses,
  rangesOverlap,
  siteBlockPrefix,
  siteCapacity,
} from './addresses';
export type * from './adoption';
export { isArchived } from './archived';
export { type EdgePlan, edgeHost, entryHost, hasCloudEdge, type SiteEdge } from './edge';
export { type Finding, formatFinding, InputError } from './finding';
export { type FindingCode, findingCodes } from './finding-codes';
export type { InterconnectPlan, LinkPlan, TunnelPlan } from './interconnect';
export { daysOfWeek, type Maintenance, type MaintenanceFreeze, type MaintenanceWindow } from './maintenance';
export {
  type OffHours,
  type RenderedSchedule,
  type StoppedObject,
  schedule,
  stopsLabel,
  type WorkingHours,
  type WorkingWeek,
  workingShare,
} from './off-hours';
export type { ClusterSignIn, HumanRole, People } from './people';
export {
  type AutomaticNodePool,
  automaticPools,
  machinesOf,
  provisioningModesOf,
  steadyPools,
} from './provisioning';
export {
  archiveReplica,
  archiveStore,
  type FollowedDatabase,
  followedDatabase,
} from './recovery/archives';
export { type ClusterState, clusterState } from './recovery/cluster-state';
export { dumpCopies, dumpStore } from './recovery/dumps';
export {
  type PoolReservation,
  type ReservedPool,
  reservedMachines,
  reservedPools,
  zonesOfPool,
} from './reservations';
export * from './site';
export { kebabCase } from './site-name';
