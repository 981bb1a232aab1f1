import type { PeeringEvidence } from '../../contracts';

const peering = { in: 'interconnect', type: 'azurerm_virtual_network_peering' } as const;

/**
 * Azure encrypts what leaves its buildings with MACsec, traffic of peerings among it. Source:
 * learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/define-network-encryption-requirements,
 * read 2026-11.
 */
export const peeringEvidence: PeeringEvidence = {
  'interconnect.peering': [
    { ...peering, path: 'remote_virtual_network_id', is: { matches: /\/virtualNetworks\/[^/]+$/ } },
    { ...peering, path: 'allow_virtual_network_access', is: { equals: true } },
  ],
  'interconnect.peering-closed': [
    { ...peering, path: 'allow_forwarded_traffic', is: { equals: false } },
    { ...peering, path: 'allow_gateway_transit', is: { equals: false } },
    { ...peering, path: 'use_remote_gateways', is: { equals: false } },
  ],
};
