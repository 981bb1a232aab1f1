import type { ReservationEvidence } from '../../contracts';

const reservation = { in: 'cluster', type: 'azurerm_capacity_reservation', optional: true } as const;

/** Where Azure shows that pools take what is reserved first. */
export const reservationEvidence: ReservationEvidence = {
  'cluster.reserved-machines': [
    {
      in: 'cluster',
      type: 'azurerm_kubernetes_cluster_node_pool',
      path: 'capacity_reservation_group_id',
      is: { matches: /azurerm_capacity_reservation_group\.|\/capacityReservationGroups\// },
      quantifier: 'some',
    },
    {
      in: 'cluster',
      type: 'azurerm_role_assignment',
      path: 'role_definition_name',
      is: { matches: /-reservations$/ },
      quantifier: 'some',
    },
    { ...reservation, path: 'sku.capacity', is: { atLeast: 1 } },
    { ...reservation, path: 'zone', is: { present: true } },
  ],
  'cluster.reserved-made-machines': {
    absent: 'AKS puts no machine that it makes for pods into a capacity reservation group',
    instead: 'keep the pools of the site autoscaled where machines must be reserved; anything else is refused at build',
  },
};
