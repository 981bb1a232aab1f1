import { azureSite } from '../../../fixtures/sites';
import { type Json, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const { cluster: stack } = synthesize();
const system = theOnly(stack, 'azurerm_kubernetes_cluster').default_node_pool;
const pools: Record<string, Json> = Object.fromEntries(
  resourcesOf(stack, 'azurerm_kubernetes_cluster_node_pool').map((pool) => [pool.name, pool]),
);
const spotMark = 'kubernetes.azure.com/scalesetpriority';

describe('node pools', () => {
  it('makes the pools of the site', () => {
    expect(system.name).toBe('system');
    expect(Object.keys(pools).sort()).toEqual(['general', 'gpu', 'spot']);
  });

  it.each(Object.entries({ system, ...pools }))('keeps %s private, in three zones, within bounds', (_, pool) => {
    expect(pool).toMatchObject({
      zones: ['1', '2', '3'],
      node_public_ip_enabled: false,
      auto_scaling_enabled: true,
      max_count: 6,
      max_pods: 110,
      host_encryption_enabled: true,
      os_disk_size_gb: 100,
      vnet_subnet_id: expect.stringContaining('nodes-subnet'),
    });
  });

  it('keeps services off the system pool', () => {
    expect(system).toMatchObject({ only_critical_addons_enabled: true, min_count: 3, tags: azureSite().tags });
  });

  it('replaces nodes one by one, with one more while it lasts', () => {
    for (const pool of [system, pools.general, pools.gpu]) {
      expect(pool.upgrade_settings).toMatchObject({ max_surge: '1', drain_timeout_in_minutes: 30 });
    }
  });

  it('says what Azure itself puts on spot nodes, and has no surge for them', () => {
    expect(pools.spot).toMatchObject({
      priority: 'Spot',
      eviction_policy: 'Delete',
      spot_max_price: -1,
      node_labels: { 'evenkeel.dev/pool': 'spot', [spotMark]: 'spot' },
      node_taints: ['evenkeel.dev/pool=spot:NoSchedule', `${spotMark}=spot:NoSchedule`],
    });
    expect(pools.spot).not.toHaveProperty('upgrade_settings');
  });

  it('scales GPUs from zero, on an image that has their driver', () => {
    expect(pools.gpu).toMatchObject({
      min_count: 0,
      vm_size: 'Standard_NV36ads_A10_v5',
      os_sku: 'Ubuntu',
      node_taints: ['evenkeel.dev/pool=gpu:NoSchedule'],
    });
    expect(pools.general).toMatchObject({ os_sku: 'AzureLinux', priority: 'Regular' });
    expect(pools.general).not.toHaveProperty('node_taints');
  });

  it('leaves the number of nodes to the autoscaler', () => {
    for (const pool of Object.values(pools)) expect(pool.lifecycle.ignore_changes).toContain('node_count');
    expect(theOnly(stack, 'azurerm_kubernetes_cluster').lifecycle.ignore_changes).toContain(
      'default_node_pool[0].node_count',
    );
  });

  it('refuses a name that AKS would', () => {
    const renamed = azureSite().pools.map((pool) => (pool.name === 'gpu' ? { ...pool, name: 'gpu-large' } : pool));
    expect(() => synthesize({ pools: renamed })).toThrow(
      'POOL_NAME pool "gpu-large": AKS takes 1 to 12 lower-case letters and digits, a letter first; rename the pool',
    );
  });
});
