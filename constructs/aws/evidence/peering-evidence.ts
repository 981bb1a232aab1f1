import type { PeeringEvidence } from '../../contracts';

const peering = { in: 'interconnect', type: 'aws_vpc_peering_connection' } as const;
const accepter = { in: 'interconnect', type: 'aws_vpc_peering_connection_accepter' } as const;
const options = { in: 'interconnect', type: 'aws_vpc_peering_connection_options' } as const;
const route = { in: 'interconnect', type: 'aws_route' } as const;
const range = /^\d+\.\d+\.0\.0\/16$/;

/**
 * What crosses regions over a peering is encrypted by AWS, with keys of AWS. Source:
 * docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html, read 2026-11.
 */
export const peeringEvidence: PeeringEvidence = {
  'interconnect.peering': [
    { ...peering, path: 'peer_region', is: { present: true } },
    { ...peering, path: 'peer_owner_id', is: { matches: /^\d{12}$/ } },
    { ...accepter, path: 'auto_accept', is: { equals: true } },
    { ...accepter, path: 'accepter.allow_remote_vpc_dns_resolution', is: { equals: true } },
    { ...options, path: 'requester.allow_remote_vpc_dns_resolution', is: { equals: true } },
    { ...route, path: 'vpc_peering_connection_id', is: { present: true } },
  ],
  'interconnect.peering-closed': [{ ...route, path: 'destination_cidr_block', is: { matches: range } }],
};
