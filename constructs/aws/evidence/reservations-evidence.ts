import type { Evidence, ReservationEvidence } from '../../contracts';

const reservation = { in: 'cluster', type: 'aws_ec2_capacity_reservation', optional: true } as const;

/** Sites may use what somebody else reserved; what they reserve is held until they say otherwise, for their pools alone. */
const held: readonly Evidence[] = [
  { ...reservation, path: 'instance_count', is: { atLeast: 1 } },
  { ...reservation, path: 'instance_match_criteria', is: { equals: 'targeted' } },
  { ...reservation, path: 'end_date_type', is: { equals: 'unlimited' } },
];

/** Where AWS shows that pools take what is reserved first. */
export const reservationEvidence: ReservationEvidence = {
  'cluster.reserved-machines': [
    {
      in: 'cluster',
      type: 'aws_launch_template',
      path: 'capacity_reservation_specification.capacity_reservation_target.capacity_reservation_resource_group_arn',
      is: { matches: /^\$\{aws_resourcegroups_group\..+\.arn\}$/ },
      quantifier: 'some',
    },
    {
      in: 'cluster',
      type: 'aws_resourcegroups_group',
      path: 'configuration',
      is: { matches: /"type":"AWS::EC2::CapacityReservationPool"/ },
    },
    { in: 'cluster', type: 'aws_resourcegroups_resource', path: 'resource_arn', is: { present: true } },
    ...held,
  ],
  'cluster.reserved-made-machines': [
    {
      in: 'kubernetes',
      type: 'EC2NodeClass',
      path: 'spec.capacityReservationSelectorTerms',
      is: { atLeast: 1 },
      quantifier: 'some',
    },
    {
      in: 'kubernetes',
      type: 'NodePool',
      path: 'spec.template.spec.requirements',
      is: { matches: /"key":"karpenter\.sh\/capacity-type","operator":"In","values":\["reserved"/ },
      quantifier: 'some',
    },
    ...held,
  ],
};
