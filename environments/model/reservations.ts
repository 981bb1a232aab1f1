import { cloudFacts, type MachineFacts } from '../facts';
import type { PoolConfig } from '../schema/pool-schema';
import type { CloudSiteConfig } from '../schema/site-schema';
import type { CloudSite, NodePool } from './site';

/** Machines of a pool's own type that are held for it, whether they run or not. */
export interface PoolReservation {
  /** At least one. */
  readonly machinesPerZone: number;
  /** In the order of the site's zones. */
  readonly zones: readonly string[];
  /** What the cloud calls reservations that were there before; `undefined`: the site makes its own. */
  readonly existing?: readonly string[];
}

/** The zones of a site: those it states, or the first three of its region. */
export const zonesOfSite = (site: Pick<CloudSiteConfig, 'cloud' | 'region' | 'zones'>): readonly string[] =>
  site.zones ?? cloudFacts[site.cloud].regions[site.region]?.zones.slice(0, 3) ?? [];

/** Those of them that have a machine, as far as the cloud says which do: GPUs are not in every zone. */
export function zonesWith(
  site: Pick<CloudSiteConfig, 'cloud' | 'region' | 'zones'>,
  { gpu }: Pick<MachineFacts, 'gpu'>,
): readonly string[] {
  const known = gpu ? cloudFacts[site.cloud].regions[site.region]?.gpuZones?.[gpu.class] : undefined;
  return zonesOfSite(site).filter((zone) => known?.includes(zone) ?? true);
}

/** What is reserved for a pool on a site; `undefined`: nothing. */
export function reservationOf(
  { reservation }: Pick<PoolConfig, 'reservation'>,
  site: Pick<CloudSiteConfig, 'cloud' | 'region' | 'zones'>,
  machine: Pick<MachineFacts, 'gpu'>,
): PoolReservation | undefined {
  if (!reservation || reservation.machinesPerZone === 0) return undefined;
  const { machinesPerZone, zones, existing } = reservation;
  return {
    machinesPerZone,
    zones: zones ? zonesOfSite(site).filter((zone) => zones.includes(zone)) : zonesWith(site, machine),
    ...(existing ? { existing } : {}),
  };
}

/** In all zones together. */
export const reservedMachines = ({ machinesPerZone, zones }: PoolReservation): number => machinesPerZone * zones.length;

/** A pool for which machines are reserved. */
export type ReservedPool = NodePool & { readonly reservation: PoolReservation };

export const reservedPools = ({ pools }: Pick<CloudSite, 'pools'>): readonly ReservedPool[] =>
  pools.filter((pool): pool is ReservedPool => pool.reservation !== undefined);

/**
 * Where machines of one type come: in the zones in which some are reserved, or else a cloud would start one at full price
 * in another zone while a reserved one stands idle. What makes machines for pods knows better, and has all zones.
 */
export const zonesOfPool = (
  { zones }: Pick<CloudSite, 'zones'>,
  { reservation, automatic }: Pick<NodePool, 'reservation' | 'automatic'>,
): readonly string[] => (reservation && !automatic ? reservation.zones : zones);
