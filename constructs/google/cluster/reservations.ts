import { ComputeReservation } from '@cdktf/provider-google/lib/compute-reservation';
import type { ContainerNodePoolNodeConfig } from '@cdktf/provider-google/lib/container-node-pool';
import { Construct } from 'constructs';
import type { GoogleSite, ReservedPool } from '../../../environments/model';
import { acceleratorTypeOf, addedDiskCount, isAcceleratorAdded, localDiskGiB } from '../machine-families';
import { computeName } from '../names';

/** One name in every zone: what takes from them names them all at once. */
const reservationName = (
  site: Pick<GoogleSite, 'organisation' | 'name'>,
  { name }: Pick<ReservedPool, 'name'>,
): string => computeName(site, `${name}-reserved`);

/** `projects/<project>/reservations/<name>`, or the name alone. */
function partsOf(existing: string): { readonly name: string; readonly project?: string } {
  const [, project, , name] = existing.split('/');
  return project && name ? { project, name } : { name: existing };
}

/**
 * What a pool of one type takes. Reservations of the site match whoever asks for none, so the pool takes them first and
 * other machines after that; one that was there before may have to be named, and then the pool takes nothing else.
 */
export const reservationAffinity = ({
  reservation,
}: ReservedPool): ContainerNodePoolNodeConfig['reservationAffinity'] =>
  reservation.existing
    ? {
        consumeReservationType: 'SPECIFIC_RESERVATION',
        key: 'compute.googleapis.com/reservation-name',
        values: [...reservation.existing],
      }
    : { consumeReservationType: 'ANY_RESERVATION' };

/** How a `ComputeClass` names what is reserved for its pool. */
export const reservedPriority = (site: Pick<GoogleSite, 'organisation' | 'name'>, pool: ReservedPool) => {
  const { existing, zones } = pool.reservation;
  const names = existing?.map(partsOf) ?? [{ name: reservationName(site, pool) }];
  return { affinity: 'Specific', specific: names.map((one) => ({ ...one, zones: [...zones] })) };
};

export interface GoogleReservationProps {
  readonly site: GoogleSite;
  readonly pool: ReservedPool;
}

/** Machines held for one pool: a reservation a zone, of the properties that the pool's machines have. */
export class GoogleReservation extends Construct {
  readonly ready: readonly ComputeReservation[];

  constructor(scope: Construct, id: string, { site, pool }: GoogleReservationProps) {
    super(scope, id);
    const { zones, machinesPerZone } = pool.reservation;
    const accelerator = isAcceleratorAdded(pool.machineType) ? acceleratorTypeOf(pool) : undefined;
    const disks = addedDiskCount(pool.machineType, pool.machine, pool) ?? 0;
    this.ready = zones.map(
      (zone) =>
        new ComputeReservation(this, zone, {
          name: reservationName(site, pool),
          description: `Machines of the pool ${pool.name} of ${site.name}`,
          zone,
          // A class of automatic pools names it, and nothing else may take it; a pool of one type must not name it.
          specificReservationRequired: pool.automatic !== undefined,
          specificReservation: {
            count: machinesPerZone,
            instanceProperties: {
              machineType: pool.machineType,
              ...(accelerator
                ? {
                    guestAccelerators: [
                      { acceleratorType: accelerator, acceleratorCount: pool.machine.gpu?.count ?? 0 },
                    ],
                  }
                : {}),
              ...(disks > 0
                ? {
                    localSsds: Array.from({ length: disks }, () => ({ diskSizeGb: localDiskGiB, interface: 'NVME' })),
                  }
                : {}),
            },
          },
        }),
    );
  }
}
