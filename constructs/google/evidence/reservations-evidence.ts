import type { Evidence, ReservationEvidence } from '../../contracts';

const reservation = { in: 'cluster', type: 'google_compute_reservation', optional: true } as const;

/** Sites may use what somebody else reserved. */
const held: Evidence = { ...reservation, path: 'specific_reservation.count', is: { atLeast: 1 } };

/** Where Google shows that pools take what is reserved first. */
export const reservationEvidence: ReservationEvidence = {
  'cluster.reserved-machines': [
    {
      in: 'cluster',
      type: 'google_container_node_pool',
      path: 'node_config.reservation_affinity.consume_reservation_type',
      is: { matches: /^(ANY|SPECIFIC)_RESERVATION$/ },
      quantifier: 'some',
    },
    held,
  ],
  'cluster.reserved-made-machines': [
    {
      in: 'kubernetes',
      type: 'ComputeClass',
      path: 'spec.priorities[].reservations.affinity',
      is: { equals: 'Specific' },
      quantifier: 'some',
    },
    held,
  ],
};
