import { type AutomaticNodePool, type AzureSite, automaticPools } from '../../../environments/model';
import type { NodeObject } from '../../contracts';
import { karpenterNodePools } from '../../kubernetes/karpenter';
import { imageFamilyOf, maxPodsPerNode } from './node-pools';

/** Karpenter counts Cilium's pods on every machine by this label, and waits for them by this taint. */
const cilium = {
  labels: { 'kubernetes.azure.com/ebpf-dataplane': 'cilium' },
  startupTaints: [{ key: 'node.cilium.io/agent-not-ready', value: 'true', effect: 'NoExecute' }],
} as const;

const smallestLocalDisk = ({ automatic, diskGiB }: AutomaticNodePool): number =>
  Math.min(...automatic.machines.map(({ machine }) => machine.localDiskGiB ?? diskGiB));

/**
 * Disks are of the cluster's own key set, subnet and identity are the cluster's; images follow the cluster's window for
 * node images. Source: learn.microsoft.com/azure/aks/node-auto-provisioning-aksnodeclass, `karpenter.azure.com/v1beta1`.
 */
const nodeClass = (site: AzureSite, pool: AutomaticNodePool): NodeObject => ({
  apiVersion: 'karpenter.azure.com/v1beta1',
  kind: 'AKSNodeClass',
  metadata: { name: pool.name },
  spec: {
    imageFamily: imageFamilyOf(pool),
    // AKS takes a disk of the machine where the boot disk fits on it.
    osDiskSizeGB: pool.scratch ? smallestLocalDisk(pool) : pool.diskGiB,
    maxPods: maxPodsPerNode,
    security: { encryptionAtHost: true },
    ...(pool.machine.gpu ? { gpu: { mode: 'Driver' } } : {}),
    tags: { ...site.tags },
  },
});

/** What AKS may make on a site, pool by pool. */
export const nodeObjects = (site: AzureSite): NodeObject[] =>
  automaticPools(site).flatMap((pool) => [
    nodeClass(site, pool),
    ...karpenterNodePools({
      maintenance: site.maintenance,
      pool,
      nodeClass: { group: 'karpenter.azure.com', kind: 'AKSNodeClass' },
      // As AKS labels machines: region and number.
      zones: site.zones.map((zone) => `${site.region}-${zone}`),
      ...cilium,
    }),
  ]);
