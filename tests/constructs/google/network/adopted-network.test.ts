import { adoptedInputs, adoptedSites } from '../../../fixtures/adopted-sites';
import { type Json, resourceCounts } from '../../../fixtures/cloud-stacks';
import { synthesizeSite } from '../../../fixtures/synthesize';

const { network: words, keys } = adoptedInputs.google;

/** How often each type is looked up. */
const looked = (stack: Json) => resourceCounts({ resource: stack.data });

it('looks the network up in its own project and makes zones and the archive in that of the site', async () => {
  const { stacks } = await synthesizeSite(adoptedSites().google);
  const network: Json = stacks.network;
  expect(looked(network)).toEqual({
    google_compute_network: 1,
    google_compute_router_nat: 1,
    google_compute_subnetwork: 3,
    google_logging_project_cmek_settings: 1,
  });
  expect(Object.keys(network.resource).filter((type) => type.startsWith('google_compute_'))).toEqual([]);
  expect(resourceCounts(network).google_dns_managed_zone).toBe(3);
  for (const { project } of Object.values<Json>(network.data.google_compute_subnetwork)) {
    expect(project).toBe('acme-network-host');
  }
});

it('gives the cluster the names of the ranges that were adopted', async () => {
  const { stacks } = await synthesizeSite(adoptedSites().google);
  const cluster: Json = stacks.cluster;
  const [gke]: Json[] = Object.values(cluster.resource.google_container_cluster);
  expect(gke.ip_allocation_policy).toEqual({
    cluster_secondary_range_name: words.podRange.name,
    services_secondary_range_name: words.serviceRange.name,
  });
});

it('grants nothing on adopted keys, and makes no ring that holds none', async () => {
  const { stacks, model } = await synthesizeSite(adoptedSites().google);
  const cluster: Json = stacks.cluster;
  expect(looked(cluster).google_kms_crypto_key).toBe(2);
  expect(Object.keys(cluster.resource).filter((type) => type.startsWith('google_kms_'))).toEqual([]);
  expect(model.kubernetes.storageClass?.parameters['disk-encryption-kms-key']).toBe(keys.disks);
});
