import type { AzureSite } from '../../../../environments/model';
import { reservedBefore, reservedBeforeSites, reservedSites } from '../../../fixtures/reserved-sites';
import { type Json, resourceCounts, resourcesOf, synthesize } from '../azure-stacks';

const { azure: site } = reservedSites();
const { cluster } = synthesize(site);
const poolOf = (stack: Json, name: string): Json =>
  resourcesOf(stack, 'azurerm_kubernetes_cluster_node_pool').find((one) => one.name === name);
const rightsOf = (stack: Json): Json[] =>
  resourcesOf(stack, 'azurerm_role_assignment').filter(
    (one) => one.role_definition_name === `${site.name}-reservations`,
  );

it('has a group a pool, and a reservation a zone', () => {
  expect(resourceCounts(cluster)).toMatchObject({
    azurerm_capacity_reservation_group: 2,
    azurerm_capacity_reservation: 3 + 2,
  });
  const groups = resourcesOf(cluster, 'azurerm_capacity_reservation_group');
  expect(groups.map(({ name, zones }) => [name, zones])).toEqual([
    ['general', ['1', '2', '3']],
    ['gpu', ['1', '3']],
  ]);
  const gpu = resourcesOf(cluster, 'azurerm_capacity_reservation').filter(({ sku }) => sku.capacity === 2);
  expect(gpu.map(({ name, zone, sku }) => [name, zone, sku.name])).toEqual([
    ['zone-1', '1', 'Standard_NV36ads_A10_v5'],
    ['zone-3', '3', 'Standard_NV36ads_A10_v5'],
  ]);
});

it('puts the machines of the pool into the group, in its zones, once the cluster may', () => {
  const gpu = poolOf(cluster, 'gpu');
  expect(gpu).toMatchObject({
    zones: ['1', '3'],
    capacity_reservation_group_id: expect.stringMatching(/^\$\{azurerm_capacity_reservation_group\..*gpu.*\.id\}$/),
  });
  expect(gpu.depends_on.map((one: string) => one.split('.')[0])).toEqual([
    'azurerm_role_assignment',
    'azurerm_capacity_reservation',
    'azurerm_capacity_reservation',
  ]);
  expect(poolOf(cluster, 'spot').capacity_reservation_group_id).toBeUndefined();
  expect(rightsOf(cluster).map(({ scope }) => scope)).toEqual([
    expect.stringMatching(/^\$\{azurerm_capacity_reservation_group\.[^}]+\.id\}$/),
    expect.stringMatching(/^\$\{azurerm_capacity_reservation_group\.[^}]+\.id\}$/),
  ]);
});

it('uses a group that is there, and makes none', () => {
  const stack = synthesize(reservedBeforeSites().azure).cluster;
  expect(resourcesOf(stack, 'azurerm_capacity_reservation_group')).toEqual([]);
  expect(poolOf(stack, 'gpu').capacity_reservation_group_id).toBe(reservedBefore.azure[0]);
  expect(rightsOf(stack).map(({ scope }) => scope)).toEqual([reservedBefore.azure[0]]);
});

describe('the role of the cluster on reservations', () => {
  const ci = { issuer: 'https://token.example.com', planSubject: 'plan', applySubject: 'apply' };
  const stateOf = (of: Partial<AzureSite>): Json => synthesize({ ...of, ci }).state;
  const roles = (stack: Json): Json[] =>
    resourcesOf(stack, 'azurerm_role_definition').filter(({ name }) => name === `${site.name}-reservations`);

  it('puts machines into them, and neither makes nor deletes any', () => {
    expect(roles(stateOf(site)).map(({ permissions }) => permissions)).toEqual([
      [
        {
          actions: [
            'Microsoft.Compute/capacityReservationGroups/capacityReservations/read',
            'Microsoft.Compute/capacityReservationGroups/deploy/action',
            'Microsoft.Compute/capacityReservationGroups/read',
          ],
        },
      ],
    ]);
  });

  it('is one that the pipeline may give out', () => {
    const conditionOf = (stack: Json): string =>
      resourcesOf(stack, 'azurerm_role_assignment').find(({ condition }) => condition)?.condition ?? '';
    expect(conditionOf(stateOf(site))).toContain('${azurerm_role_definition.state_reservation-role_');
    expect(conditionOf(stateOf({}))).not.toContain('reservation');
  });

  it('is not there where nothing is reserved', () => {
    expect(roles(stateOf({}))).toEqual([]);
  });
});
