import { azureSite } from '../../../fixtures/sites';
import { type Json, resourceCounts, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const { network } = synthesize();
const { addresses } = azureSite();

const named = (stack: Json, type: string, name: string): Json =>
  resourcesOf(stack, type).find((resource) => resource.name === name);
/** Inbound rules of one subnet's group, by name. */
const inbound = (kind: string): Json[] =>
  Object.entries<Json>(network.resource.azurerm_network_security_rule)
    .filter(([id, { direction }]) => id.startsWith(`network_${kind}-security_`) && direction === 'Inbound')
    .map(([, rule]) => rule);

describe('network', () => {
  it('makes the network, its guards, its way out, its private names, its logs and the way in', () => {
    expect(resourceCounts(network)).toEqual({
      azurerm_bastion_host: 1,
      azurerm_management_lock: 2,
      azurerm_monitor_diagnostic_setting: 3,
      azurerm_nat_gateway: 1,
      azurerm_nat_gateway_public_ip_association: 3,
      azurerm_network_security_group: 4,
      azurerm_network_security_rule: 21,
      azurerm_network_watcher_flow_log: 1,
      azurerm_private_dns_zone: 8,
      azurerm_private_dns_zone_virtual_network_link: 8,
      azurerm_private_endpoint: 2,
      azurerm_public_ip: 4,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 1,
      azurerm_storage_account: 2,
      azurerm_storage_management_policy: 2,
      azurerm_subnet: 4,
      azurerm_subnet_nat_gateway_association: 1,
      azurerm_subnet_network_security_group_association: 4,
      azurerm_user_assigned_identity: 1,
      azurerm_virtual_network: 1,
    });
  });

  it('cuts its subnets from the plan of the site', () => {
    expect(theOnly(network, 'azurerm_virtual_network').address_space).toEqual([
      addresses.network,
      addresses.controlPlane,
    ]);
    const ranges = resourcesOf(network, 'azurerm_subnet').map(({ name, address_prefixes }) => [
      name,
      ...address_prefixes,
    ]);
    expect(Object.fromEntries(ranges)).toEqual({
      nodes: addresses.nodes[0],
      endpoints: addresses.endpoints,
      'api-server': addresses.controlPlane,
      AzureBastionSubnet: addresses.access,
    });
  });

  it('gives nodes and endpoints no way out of their own, and endpoints no exemption from the guards', () => {
    expect(named(network, 'azurerm_subnet', 'nodes').default_outbound_access_enabled).toBe(false);
    expect(named(network, 'azurerm_subnet', 'endpoints')).toMatchObject({
      default_outbound_access_enabled: false,
      private_endpoint_network_policies: 'Enabled',
    });
    expect(named(network, 'azurerm_subnet', 'api-server').delegation[0].service_delegation.name).toBe(
      'Microsoft.ContainerService/managedClusters',
    );
  });

  it.each(['nodes', 'endpoints', 'api-server', 'access'])('closes %s to all but what it needs', (kind) => {
    const rules = inbound(kind);
    const last = rules.find(({ name }) => name === 'refuse-the-rest');
    expect(last).toMatchObject({ access: 'Deny', priority: 4096, source_address_prefix: '*', protocol: '*' });
    for (const rule of rules) {
      if (rule !== last) expect(rule.source_address_prefix).not.toBe('*');
    }
  });

  it('lets operators reach gateway, endpoints and API server over TLS only, where there are any', () => {
    for (const kind of ['nodes', 'endpoints', 'api-server']) {
      expect(inbound(kind).find(({ name }) => name === 'operators')).toMatchObject({
        source_address_prefix: '192.168.0.0/24',
        destination_port_ranges: ['443'],
      });
    }
    const rules = resourcesOf(synthesize({ operatorCidrs: [] }).network, 'azurerm_network_security_rule');
    expect(rules.map(({ name }) => name)).not.toContain('operators');
  });

  it('leaves through one gateway in all zones, or a cheaper one in a single zone', () => {
    const gateway = theOnly(network, 'azurerm_nat_gateway');
    expect(gateway.sku_name).toBe('StandardV2');
    expect(gateway).not.toHaveProperty('zones');
    expect(named(network, 'azurerm_public_ip', 'test-azure-westeurope-nat-1')).toMatchObject({
      sku: 'StandardV2',
      allocation_method: 'Static',
      zones: ['1', '2', '3'],
    });
    const cheap = synthesize({ natGateways: 'single' }).network;
    expect(theOnly(cheap, 'azurerm_nat_gateway')).toMatchObject({ sku_name: 'Standard', zones: ['1'] });
    expect(resourcesOf(cheap, 'azurerm_nat_gateway_public_ip_association')).toHaveLength(1);
  });

  it('names storage, vaults, databases, registries and the API server privately', () => {
    const zones = resourcesOf(network, 'azurerm_private_dns_zone').map(({ name }) => name);
    expect(zones.sort()).toEqual([
      'privatelink.azurecr.io',
      'privatelink.blob.core.windows.net',
      'privatelink.dfs.core.windows.net',
      'privatelink.file.core.windows.net',
      'privatelink.postgres.database.azure.com',
      'privatelink.servicebus.windows.net',
      'privatelink.vaultcore.azure.net',
      'privatelink.westeurope.azmk8s.io',
    ]);
    for (const link of resourcesOf(network, 'azurerm_private_dns_zone_virtual_network_link')) {
      expect(link).toMatchObject({ private_dns_zone_id: expect.any(String), registration_enabled: false });
      expect(link).not.toHaveProperty('private_dns_zone_name');
    }
  });

  it('lets operators tunnel, and do nothing else, through the Bastion', () => {
    expect(theOnly(network, 'azurerm_bastion_host')).toMatchObject({
      sku: 'Standard',
      tunneling_enabled: true,
      copy_paste_enabled: false,
      file_copy_enabled: false,
      ip_connect_enabled: false,
      shareable_link_enabled: false,
    });
    // Who may tunnel reads both ends by a role on the subscription: see `people.test.ts`.
    expect(resourcesOf(network, 'azurerm_role_assignment').map(({ principal_type }) => principal_type)).toEqual([
      'ServicePrincipal',
    ]);
  });
});
