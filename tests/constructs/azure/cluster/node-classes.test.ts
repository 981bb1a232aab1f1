import { kubernetesFacts } from '../../../../constructs/azure/kubernetes-facts';
import { automaticSites } from '../../../fixtures/automatic-sites';
import { type Json, resourceCounts, synthesize, theOnly } from '../azure-stacks';

const { azure: site } = automaticSites();
const { cluster: stack } = synthesize(site);
const cluster = theOnly(stack, 'azurerm_kubernetes_cluster');
const steady = theOnly(synthesize().cluster, 'azurerm_kubernetes_cluster');

const objectOf = (kind: string, name: string): Json =>
  (kubernetesFacts(site).nodeObjects ?? []).find((object) => object.kind === kind && object.metadata.name === name)
    ?.spec;

describe('the cluster', () => {
  it('makes machines by the objects of the site, and by none of its own', () => {
    expect(cluster.node_provisioning_profile).toEqual({ mode: 'Auto', default_node_pools: 'None' });
    expect(steady.node_provisioning_profile).toEqual({ mode: 'Manual' });
  });

  it('has no autoscaler anywhere', () => {
    expect(resourceCounts(stack)).not.toHaveProperty('azurerm_kubernetes_cluster_node_pool');
    expect(cluster).not.toHaveProperty('auto_scaler_profile');
    expect(cluster.default_node_pool).toMatchObject({ auto_scaling_enabled: false, node_count: 3 });
    expect(cluster.default_node_pool).not.toHaveProperty('max_count');
    expect(cluster.lifecycle.ignore_changes).not.toContain('default_node_pool[0].node_count');
  });

  it('starts what asks for the first machine on the system pool', () => {
    expect(cluster.default_node_pool.only_critical_addons_enabled).toBe(false);
    expect(steady.default_node_pool.only_critical_addons_enabled).toBe(true);
  });

  it('has the network that this needs', () =>
    expect(cluster.network_profile).toMatchObject({
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      network_data_plane: 'cilium',
      load_balancer_sku: 'standard',
    }));

  it('may read the key set of disks, without which no machine is made', () => {
    const readers = Object.values<Json>(stack.resource.azurerm_role_assignment).filter(
      ({ role_definition_name: role, scope }) => role === 'Reader' && scope.includes('azurerm_disk_encryption_set'),
    );
    expect(readers).toHaveLength(1);
    expect(cluster.identity.type).toBe('UserAssigned');
  });
});

describe('classes', () => {
  it('encrypt down to the cache of the host, and carry the tags of the site', () =>
    expect(objectOf('AKSNodeClass', 'general')).toEqual({
      imageFamily: 'AzureLinux',
      osDiskSizeGB: 100,
      maxPods: 110,
      security: { encryptionAtHost: true },
      tags: site.tags,
    }));

  it('bring the graphics driver with machines that have a GPU', () =>
    expect(objectOf('AKSNodeClass', 'gpu')).toMatchObject({ imageFamily: 'Ubuntu', gpu: { mode: 'Driver' } }));
});

describe('pools', () => {
  it('wait for the network on every machine, and count it', () =>
    expect(objectOf('NodePool', 'general').template).toMatchObject({
      metadata: { labels: { 'kubernetes.azure.com/ebpf-dataplane': 'cilium' } },
      spec: { startupTaints: [{ key: 'node.cilium.io/agent-not-ready', value: 'true', effect: 'NoExecute' }] },
    }));

  it('name zones as AKS labels machines', () =>
    expect(objectOf('NodePool', 'gpu').template.spec.requirements).toContainEqual({
      key: 'topology.kubernetes.io/zone',
      operator: 'In',
      values: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
    }));
});
