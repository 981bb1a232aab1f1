import type { PeeringEvidence } from '../../contracts';

const peering = { in: 'interconnect', type: 'google_compute_network_peering' } as const;
const path = /^projects\/[^/]+\/global\/networks\/[^/]+$/;

/**
 * Google encrypts what leaves its buildings, traffic between peered networks among it. Source:
 * cloud.google.com/docs/security/encryption-in-transit, read 2026-11.
 */
export const peeringEvidence: PeeringEvidence = {
  'interconnect.peering': [
    { ...peering, path: 'network', is: { matches: path } },
    { ...peering, path: 'peer_network', is: { matches: path } },
  ],
  'interconnect.peering-closed': [
    { ...peering, path: 'export_custom_routes', is: { equals: false } },
    { ...peering, path: 'import_custom_routes', is: { equals: false } },
    { ...peering, path: 'export_subnet_routes_with_public_ip', is: { equals: false } },
    { ...peering, path: 'import_subnet_routes_with_public_ip', is: { equals: false } },
    { ...peering, path: 'stack_type', is: { equals: 'IPV4_ONLY' } },
  ],
};
