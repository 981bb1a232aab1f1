import { adoptedInputs, adoptedSites, centralZones } from '../../../fixtures/adopted-sites';
import { type Json, resourceCounts, theOnly } from '../../../fixtures/cloud-stacks';
import { synthesizeSite } from '../../../fixtures/synthesize';

const { network: words } = adoptedInputs.azure;

/** How often each type is looked up. */
const looked = (stack: Json) => resourceCounts({ resource: stack.data });

const stacksOf = async (network: object = {}): Promise<Json> =>
  (await synthesizeSite(adoptedSites({ azure: { network: { ...words, ...network } } }).azure)).stacks;

it('looks up the network, its subnets, their rules and the route to the firewall', async () => {
  const { network, cluster } = await stacksOf();
  expect(looked(network)).toEqual({
    azurerm_network_security_group: 3,
    azurerm_route_table: 1,
    azurerm_subnet: 3,
    azurerm_virtual_network: 1,
  });
  expect(resourceCounts(network).azurerm_private_dns_zone).toBe(8);
  expect(theOnly(cluster, 'azurerm_kubernetes_cluster').network_profile.outbound_type).toBe('userDefinedRouting');
});

it('lets the control plane join the two subnets that it must, and not the network', async () => {
  const { cluster } = await stacksOf();
  const assignments: Json[] = Object.values(cluster.resource.azurerm_role_assignment);
  const joins = assignments.filter(({ role_definition_name }) => role_definition_name === 'Network Contributor');
  expect(joins.map(({ scope }) => scope)).toEqual([
    expect.stringContaining('azurerm_subnetnetwork_controlPlane-subnet'),
    expect.stringContaining('azurerm_subnetnetwork_nodes-subnet'),
  ]);
});

it('enters its endpoints in the zones of a hub, and leaves by the NAT gateway of the subnet where it is told so', async () => {
  const { network, cluster } = await stacksOf({ privateZones: centralZones, egress: 'nat-gateway', flowLogs: 'exist' });
  expect(resourceCounts(network).azurerm_private_dns_zone).toBeUndefined();
  expect(resourceCounts(network).azurerm_network_watcher_flow_log).toBeUndefined();
  expect(looked(network).azurerm_route_table).toBeUndefined();
  const { network_profile, private_dns_zone_id } = theOnly(cluster, 'azurerm_kubernetes_cluster');
  expect([network_profile.outbound_type, private_dns_zone_id]).toEqual([
    'userAssignedNATGateway',
    centralZones.kubernetes,
  ]);
});

it('takes on the identities that owners of keys let in, and grants nothing on the keys', async () => {
  const { stacks } = await synthesizeSite(adoptedSites().azure);
  const cluster: Json = stacks.cluster;
  expect(looked(cluster)).toMatchObject({
    azurerm_key_vault: 2,
    azurerm_key_vault_key: 2,
    azurerm_user_assigned_identity: 3,
  });
  const assignments: Json[] = Object.values(cluster.resource.azurerm_role_assignment);
  expect(assignments.filter(({ role_definition_name }) => /Crypto (User|Service)/.test(role_definition_name))).toEqual(
    [],
  );
  expect(theOnly(cluster, 'azurerm_kubernetes_cluster').identity.identity_ids).toEqual([
    expect.stringMatching(/^\$\{data\.azurerm_user_assigned_identity\./),
  ]);
});
