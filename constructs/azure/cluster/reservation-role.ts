import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { reservationRoleName } from '../names';

/** To put machines into a group, and no more. Source: learn.microsoft.com/azure/role-based-access-control/permissions/compute. */
const actions = [
  'Microsoft.Compute/capacityReservationGroups/capacityReservations/read',
  'Microsoft.Compute/capacityReservationGroups/deploy/action',
  'Microsoft.Compute/capacityReservationGroups/read',
];

/**
 * Role of the cluster on what is reserved for its pools. The narrowest of Azure's own would let it make and delete all
 * machines of the subscription.
 */
export function reservationRole(scope: Construct, site: AzureSite): RoleDefinition {
  const subscription = `/subscriptions/${site.subscriptionId}`;
  return new RoleDefinition(scope, 'reservation-role', {
    name: reservationRoleName(site),
    description: `Puts machines of ${site.name} into capacity that is reserved for them`,
    scope: subscription,
    assignableScopes: [subscription],
    permissions: [{ actions }],
  });
}
