import { kubernetesFacts } from '../../../../constructs/google/kubernetes-facts';
import { automaticSites, automaticWords } from '../../../fixtures/automatic-sites';
import { siteInputs } from '../../../fixtures/environment';
import { type Json, resourcesOf, synthesize, theOnly } from '../google-stacks';

const { google: site } = automaticSites();
const { cluster: stack } = synthesize(site);
const cluster = theOnly(stack, 'google_container_cluster');

const classOf = (name: string, of = site): Json =>
  (kubernetesFacts(of).nodeObjects ?? []).find(({ metadata }) => metadata.name === name)?.spec;

describe('the cluster', () => {
  it('makes machines within the bounds of all pools together, the system pool with one more for upgrades', () =>
    expect(cluster.cluster_autoscaling.resource_limits).toEqual([
      // 48 + 48 + 64 of the automatic pools, 4 x 4 of the system pool.
      { resource_type: 'cpu', maximum: 176 },
      { resource_type: 'memory', maximum: 704 },
      { resource_type: 'nvidia-l4', maximum: 4 },
    ]));

  it('hardens them as those of its other pools', () => {
    expect(cluster.cluster_autoscaling.auto_provisioning_defaults).toMatchObject({
      image_type: 'COS_CONTAINERD',
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      management: { auto_repair: true, auto_upgrade: true },
      upgrade_settings: { strategy: 'SURGE', max_surge: 1, max_unavailable: 0 },
    });
    expect(cluster.node_pool_auto_config.node_kubelet_config).toEqual({
      insecure_kubelet_readonly_port_enabled: 'FALSE',
    });
  });

  it('names no key for them, which would replace a running cluster: every class has it', () =>
    expect(cluster.cluster_autoscaling.auto_provisioning_defaults).not.toHaveProperty('boot_disk_kms_key'));

  it('gives pods without a class the machines of the general pool', () => {
    expect(cluster.cluster_autoscaling.default_compute_class_enabled).toBe(true);
    expect(classOf('default').nodePoolConfig.nodeLabels).toEqual({ 'evenkeel.dev/pool': 'general' });
  });

  it('has the system pool left, as many machines as stated', () =>
    expect(
      resourcesOf(stack, 'google_container_node_pool').map(({ name, autoscaling }) => [name, autoscaling]),
    ).toEqual([['system', { total_min_node_count: 3, total_max_node_count: 3, location_policy: 'BALANCED' }]]));

  it('says nothing of it where pools are autoscaled', () => {
    const steady = theOnly(synthesize().cluster, 'google_container_cluster');
    expect(steady).not.toHaveProperty('cluster_autoscaling');
    expect(steady).not.toHaveProperty('node_pool_auto_config');
  });

  it('counts pools of one machine type beside automatic ones', () => {
    const mixed = automaticSites(automaticWords, {
      sites: [
        siteInputs.aws,
        { ...siteInputs.google, pools: { gpu: { provisioning: 'autoscaled' as const, maxNodes: 2 } } },
      ],
    }).google;
    const limits: Json[] = theOnly(synthesize(mixed).cluster, 'google_container_cluster').cluster_autoscaling
      .resource_limits;
    expect(limits).toContainEqual({ resource_type: 'nvidia-l4', maximum: 3 });
  });
});

describe('classes', () => {
  it('are the pools, the general one under the name of the default', () =>
    expect((kubernetesFacts(site).nodeObjects ?? []).map(({ metadata }) => metadata.name)).toEqual([
      'default',
      'spot',
      'gpu',
    ]));

  it('keep machines private, under the account and key of the site', () => {
    for (const name of ['default', 'spot', 'gpu']) {
      const { nodePoolConfig, priorities } = classOf(name);
      expect(nodePoolConfig).toMatchObject({
        ipType: 'private',
        imageType: 'cos_containerd',
        serviceAccount: expect.stringMatching(/@acme-ml-test\.iam\.gserviceaccount\.com$/),
      });
      for (const { storage } of priorities) expect(storage.bootDiskKMSKey).toMatch(/-cluster\/cryptoKeys\/disks$/);
    }
  });

  it('name the account that Terraform makes', () => {
    const { account_id } = theOnly(stack, 'google_service_account');
    expect(classOf('gpu').nodePoolConfig.serviceAccount).toBe(`${account_id}@acme-ml-test.iam.gserviceaccount.com`);
  });

  it('take only machines that can mount the volumes of the site', () => {
    const disks = classOf('default').priorities.map(({ storage }: Json) => storage.bootDiskType);
    expect([...new Set(disks)]).toEqual(['hyperdisk-balanced']);
    expect(classOf('default').priorities[0].machineType).toBe('n4-standard-4');
  });

  it('try GPUs in the zones that have them', () => {
    const [first] = classOf('gpu').priorities;
    expect(first).toMatchObject({
      machineType: 'g2-standard-4',
      gpu: { type: 'nvidia-l4', count: 1, driverVersion: 'default' },
      location: { zones: ['europe-west1-b', 'europe-west1-c'], locationPolicy: 'ANY' },
    });
  });

  it('take interruptible machines, and full-price ones after all of them where that is wanted', () => {
    const pricesOf = (of: typeof site) => classOf('spot', of).priorities.map(({ spot }: Json) => spot);
    expect(new Set(pricesOf(site))).toEqual(new Set([true]));
    const { google } = automaticSites({ ...automaticWords, spot: { automatic: { onDemandFallback: true } } });
    const prices = pricesOf(google);
    expect(prices.indexOf(false)).toBe(prices.length / 2);
    expect(prices.lastIndexOf(true)).toBe(prices.length / 2 - 1);
  });

  it('take machines away as the pool says', () => {
    expect(classOf('default').autoscalingPolicy).toMatchObject({
      consolidationDelayMinutes: 10,
      consolidationThreshold: 50,
    });
    const { google } = automaticSites({ ...automaticWords, general: { automatic: { consolidation: 'when-empty' } } });
    expect(classOf('default', google).autoscalingPolicy.consolidationThreshold).toBe(0);
  });
});
