import type { GpuClass } from '../../../../environments/facts';
import { googleSite } from '../../../fixtures/sites';
import { type Json, resourcesOf, synthesize } from '../google-stacks';

const poolsOf = (overrides = {}): Record<string, Json> =>
  Object.fromEntries(
    resourcesOf(synthesize(overrides).cluster, 'google_container_node_pool').map((pool) => [pool.name, pool]),
  );

const withGpu = (gpu: GpuClass, machineType: string) =>
  googleSite().pools.map((pool) =>
    pool.name === 'gpu' ? { ...pool, machineType, machine: { ...pool.machine, gpu: { class: gpu, count: 8 } } } : pool,
  );

const pools = poolsOf();

describe('node pools', () => {
  it('makes the pools of the site', () => {
    expect(Object.keys(pools).sort()).toEqual(['general', 'gpu', 'spot', 'system']);
  });

  it.each(Object.entries(pools))('bounds %s as a whole and replaces its nodes one by one', (_, pool) => {
    expect(pool.autoscaling).toMatchObject({ total_max_node_count: 6 });
    expect(pool.upgrade_settings).toEqual({ strategy: 'SURGE', max_surge: 1, max_unavailable: 0 });
    expect(pool.management).toEqual({ auto_repair: true, auto_upgrade: true });
    expect(pool.lifecycle.ignore_changes).toEqual(['initial_node_count']);
  });

  it.each(Object.entries(pools))('hardens the nodes of %s', (_, { node_config, network_config }) => {
    expect(network_config.enable_private_nodes).toBe(true);
    expect(node_config).toMatchObject({
      boot_disk_kms_key: expect.stringMatching(/^\$\{google_kms_crypto_key\.cluster_disk-key.*\.id\}$/),
      service_account: expect.stringMatching(/^\$\{google_service_account\.cluster_node-account.*\.email\}$/),
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      workload_metadata_config: { mode: 'GKE_METADATA' },
      metadata: { 'disable-legacy-endpoints': 'true' },
      kubelet_config: { insecure_kubelet_readonly_port_enabled: 'FALSE' },
      resource_labels: googleSite().tags,
    });
  });

  it('spreads ordinary pools evenly over the zones', () => {
    expect(pools.general).toMatchObject({
      initial_node_count: 1,
      node_locations: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
      autoscaling: { total_min_node_count: 3, location_policy: 'BALANCED' },
      node_config: { spot: false, taint: [], labels: { 'evenkeel.dev/pool': 'general' } },
    });
  });

  it('takes spot machines wherever they are', () => {
    expect(pools.spot).toMatchObject({
      autoscaling: { location_policy: 'ANY' },
      node_config: {
        spot: true,
        taint: [{ key: 'evenkeel.dev/pool', value: 'spot', effect: 'NO_SCHEDULE' }],
      },
    });
  });

  it('scales GPUs from zero, with drivers, in the zones that have them', () => {
    expect(pools.gpu).toMatchObject({
      initial_node_count: 0,
      node_locations: ['europe-west1-b', 'europe-west1-c'],
      autoscaling: { total_min_node_count: 0 },
      node_config: {
        guest_accelerator: [
          { type: 'nvidia-l4', count: 1, gpu_driver_installation_config: { gpu_driver_version: 'DEFAULT' } },
        ],
      },
    });
  });

  it('counts the local disks of machines that come with them', () => {
    expect(poolsOf({ pools: withGpu('h100', 'a3-highgpu-8g') }).gpu.node_config).toMatchObject({
      guest_accelerator: [{ type: 'nvidia-h100-80gb', count: 8 }],
      ephemeral_storage_local_ssd_config: { local_ssd_count: 16 },
    });
  });

  it('boots the newest families from Hyperdisk', () => {
    const newest = googleSite().pools.map((pool) => ({
      ...pool,
      machineType: 'n4-standard-4',
      machine: { ...pool.machine, gpu: undefined },
    }));
    expect(poolsOf({ pools: newest }).general.node_config.disk_type).toBe('hyperdisk-balanced');
    expect(pools.general.node_config.disk_type).toBe('pd-balanced');
  });

  it('refuses a GPU that no zone of the site has', () => {
    expect(() => poolsOf({ pools: withGpu('a100', 'a2-highgpu-1g') })).toThrow(
      'GPU_NOT_OFFERED test-google-europe-west1 pool "gpu": no zone of the site has a100 (a2-highgpu-1g); ' +
        'zones of europe-west1 with it: none; choose those zones, another machine, or switch the pool off',
    );
  });
});
