import { CapacityReservation } from '@cdktf/provider-azurerm/lib/capacity-reservation';
import { CapacityReservationGroup } from '@cdktf/provider-azurerm/lib/capacity-reservation-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite, ReservedPool } from '../../../environments/model';
import { reservationRoleName } from '../names';
import { resourceGroup } from '../resource-group';

export interface AzureReservationProps {
  readonly site: AzureSite;
  readonly pool: ReservedPool;
  /** Object id of the identity that the control plane runs as. */
  readonly identity: string;
}

/**
 * Machines held for one pool: a group with a reservation a zone, or one that is there, and the right of the cluster to put
 * machines into it. Machines beyond what is reserved come into it, too, as long as Azure has some.
 */
export class AzureReservation extends Construct {
  readonly groupId: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { site, pool, identity }: AzureReservationProps) {
    super(scope, id);
    const [existing] = pool.reservation.existing ?? [];
    const made = existing === undefined ? this.made(site, pool) : undefined;
    this.groupId = existing ?? made?.group.id ?? '';
    const right = new RoleAssignment(this, 'right', {
      scope: this.groupId,
      roleDefinitionName: reservationRoleName(site),
      principalId: identity,
      principalType: 'ServicePrincipal',
    });
    this.ready = [right, ...(made?.reservations ?? [])];
  }

  private made(site: AzureSite, pool: ReservedPool) {
    const { zones, machinesPerZone } = pool.reservation;
    const group = new CapacityReservationGroup(this, 'group', {
      name: pool.name,
      location: site.region,
      resourceGroupName: resourceGroup(this, site, 'cluster').name,
      zones: [...zones],
    });
    const reservations = zones.map(
      (zone) =>
        new CapacityReservation(this, `zone-${zone}`, {
          name: `zone-${zone}`,
          capacityReservationGroupId: group.id,
          zone,
          sku: { name: pool.machineType, capacity: machinesPerZone },
        }),
    );
    return { group, reservations };
  }
}
