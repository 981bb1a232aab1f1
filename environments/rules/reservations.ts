import { cloudFacts, type MachineFacts } from '../facts';
import { automaticPool } from '../model/automatic-pool';
import { poolsOf, type SizedPool } from '../model/pools';
import { type PoolReservation, reservationOf, reservedMachines, zonesOfSite, zonesWith } from '../model/reservations';
import type { CloudSiteConfig } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

interface ReservedOnSite {
  readonly site: CloudSiteConfig;
  readonly sized: SizedPool;
  /** Its own machine, for which all that is reserved is. */
  readonly type: string;
  readonly machine: MachineFacts;
  readonly reservation: PoolReservation;
  /** Where a word of the reservation stands. */
  at(word: string): string;
}

type Check = (pool: ReservedOnSite) => RuleFinding[];

/** Stated zones are zones of the site that have the machine, and services keep all three. */
const zones: Check = ({ site, sized, type, machine, at }) => {
  const stated = sized.pool.reservation?.zones;
  const offered = zonesWith(site, machine);
  const strange = stated?.find((zone) => !offered.includes(zone));
  if (strange !== undefined) {
    return [
      {
        code: 'RESERVATION_ZONE',
        place: at('.zones'),
        message: zonesOfSite(site).includes(strange) ? `${strange} has no ${type}` : `the site has no zone ${strange}`,
        value: stated,
        allowed: offered,
        fix: 'name zones of the site that have the machine, at the site that they are zones of',
      },
    ];
  }
  if (sized.pool.name !== 'general' || sized.mode === 'automatic' || !stated || stated.length === offered.length) {
    return [];
  }
  return [
    {
      code: 'RESERVATION_ZONE',
      place: at('.zones'),
      message: 'the pool would live where its machines are reserved, and services must survive the loss of a zone',
      value: stated,
      allowed: offered,
      fix: 'leave zones out, or make the pool automatic',
    },
  ];
};

/** What is reserved fits into the bounds of the pool; a pool that takes nothing else fits into what is reserved. */
const size: Check = ({ site, sized, type, machine, reservation, at }) => {
  const { existingFallsBack } = cloudFacts[site.cloud].reservations;
  const reserved = reservedMachines(reservation);
  const count = reservation.zones.length;
  if (sized.mode === 'automatic') {
    const { limits } = automaticPool(sized.pool, { type, machine }, cloudFacts[site.cloud], {});
    const most = Math.floor(
      Math.min(
        limits.vcpus / machine.vcpus,
        limits.memoryGiB / machine.memoryGiB,
        ...(machine.gpu ? [limits.gpus / machine.gpu.count] : []),
      ),
    );
    if (reserved <= most) return [];
    return [
      {
        code: 'RESERVATION_SIZE',
        place: at('.machinesPerZone'),
        message: `${reserved} x ${type} in ${count} zones exceed the bounds of the pool`,
        value: reservation.machinesPerZone,
        allowed: [`at most ${most} in all zones together`],
        fix: 'reserve fewer, in fewer zones, or raise the bounds of the pool',
      },
    ];
  }
  const { maxNodes } = sized.pool;
  if (reserved > maxNodes) {
    return [
      {
        code: 'RESERVATION_SIZE',
        place: at('.machinesPerZone'),
        message: `${reserved} machines in ${count} zones exceed maxNodes ${maxNodes}`,
        value: reservation.machinesPerZone,
        allowed: [`at most ${maxNodes} in all zones together`],
        fix: 'reserve fewer, in fewer zones, or raise maxNodes',
      },
    ];
  }
  if (!reservation.existing || existingFallsBack || reserved === maxNodes) return [];
  return [
    {
      code: 'RESERVATION_SIZE',
      place: at('.existing'),
      message: `${site.cloud} gives a pool that names a reservation no machine beside it: ${reserved} are held, and the pool may grow to ${maxNodes}`,
      value: reservation.existing,
      allowed: [`maxNodes: ${reserved}`, "provisioning: 'automatic'"],
      fix: `set sites[].pools.${sized.pool.name}.maxNodes to what is held, or make the pool automatic`,
    },
  ];
};

/** Something takes what is reserved, and takes it before anything else. */
const taken: Check = ({ site, sized, type, machine, at }) => {
  if (sized.mode !== 'automatic') return [];
  const facts = cloudFacts[site.cloud];
  const { automatic } = facts.reservations;
  if (automatic !== true) {
    return [
      {
        code: 'RESERVATION_UNUSED',
        place: at(''),
        message: automatic.because,
        value: sized.mode,
        allowed: ['reservation: { machinesPerZone: 0 }', "provisioning: 'autoscaled'"],
        fix: 'reserve nothing on this site, or keep its pools autoscaled',
      },
    ];
  }
  const { machines, spotPercent } = automaticPool(sized.pool, { type, machine }, facts, {});
  const found: (RuleFinding | false)[] = [
    !machines.some((allowed) => allowed.type === type) && {
      code: 'RESERVATION_UNUSED',
      place: at(''),
      message: `the pool may not make machines of the type that is reserved, ${type}`,
      value: sized.pool.machine,
      allowed: machines.map((allowed) => allowed.type),
      fix: `name one of the types that the pool may make as pools.${sized.pool.name}.machine, or allow this one`,
    },
    sized.pool.name === 'general' &&
      spotPercent > 0 && {
        code: 'RESERVATION_UNUSED',
        place: at(''),
        message: 'the pool takes its interruptible machines first, and reserved ones would be paid and stand idle',
        value: spotPercent,
        allowed: ['spotPercent: 0'],
        fix: 'leave automatic.spotPercent or the reservation out',
      },
  ];
  return found.filter((finding) => finding !== false);
};

/** Names are the cloud's, as many as a pool takes, and of the site's own subscription where they say one. */
const names: Check = ({ site, reservation, at }) => {
  const { existing } = reservation;
  if (!existing) return [];
  const { pattern, form, most } = cloudFacts[site.cloud].reservations.existing;
  const wrong = existing.find((name) => !pattern.test(name));
  const foreign =
    'subscriptionId' in site &&
    existing.some((name) => !name.toLowerCase().startsWith(`/subscriptions/${site.subscriptionId.toLowerCase()}/`));
  const elsewhere = existing.find((name) => name.startsWith('arn:') && name.split(':')[3] !== site.region);
  const why =
    wrong !== undefined
      ? `"${wrong}" is no reservation of ${site.cloud}`
      : existing.length > most
        ? `a pool on ${site.cloud} takes ${most}, not ${existing.length}`
        : foreign
          ? 'the group is in another subscription than the site'
          : elsewhere !== undefined
            ? `"${elsewhere}" is in another region than the site`
            : undefined;
  if (why === undefined) return [];
  return [
    {
      code: 'RESERVATION_NAME',
      place: at('.existing'),
      message: why,
      value: existing,
      allowed: [form],
      fix: 'say at each site what was reserved there',
    },
  ];
};

const checks: readonly Check[] = [zones, size, taken, names];

/** Reserved machines cost their price whether they run or not: each is one that its pool can and will take. */
export const reservationsRule: EnvironmentRule = (environment) => {
  const { pools } = environment;
  if (!pools) return [];
  return cloudSites(environment).flatMap(({ site, index }) =>
    poolsOf(pools, site).flatMap((sized): RuleFinding[] => {
      const { machineType: type, pool } = sized;
      const machine = type === undefined ? undefined : cloudFacts[site.cloud].machines[type];
      if (type === undefined || machine === undefined) return [];
      const reservation = reservationOf(pool, site, machine);
      if (!reservation) return [];
      const at = (word: string) =>
        `${'reservation' in (sized.origin ?? {}) ? `sites[${index}].` : ''}pools.${pool.name}.reservation${word}`;
      return checks.flatMap((check) => check({ site, sized, type, machine, reservation, at }));
    }),
  );
};
