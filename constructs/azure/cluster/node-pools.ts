import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Construct } from 'constructs';
import { type GpuParts, gpuParts } from '../../../environments/facts';
import { type AzureSite, automaticPools, type NodePool, zonesOfPool } from '../../../environments/model';
import type { AzureReservation } from './reservations';

/** Pods a node can run; each node takes a /24 of the pod range. */
export const maxPodsPerNode = 110;

/** Azure marks nodes of spot pools with this taint and label by itself; Terraform must say so too or would remove them. */
export const spotMark = 'kubernetes.azure.com/scalesetpriority';

/** Room for pods that take long to leave. */
const drainTimeoutMinutes = 30;

/** One node more while a pool is upgraded; none less. */
export const surgeUpgrade = { maxSurge: '1', drainTimeoutInMinutes: drainTimeoutMinutes, nodeSoakDurationInMinutes: 0 };

/** Nothing but containers; A10 machines need the graphics driver, which comes for Ubuntu only. */
export const imageFamilyOf = ({ machine }: Pick<NodePool, 'machine'>): 'Ubuntu' | 'AzureLinux' =>
  machine.gpu ? 'Ubuntu' : 'AzureLinux';

function poolName({ name }: NodePool): string {
  if (/^[a-z][a-z0-9]{0,11}$/.test(name)) return name;
  throw new Error(
    `POOL_NAME pool "${name}": AKS takes 1 to 12 lower-case letters and digits, a letter first; rename the pool`,
  );
}

/** Between two bounds, or as many as stated: AKS has no autoscaler in a cluster that makes machines for pods. */
const sizeOf = (site: AzureSite, { minNodes, maxNodes }: NodePool) =>
  automaticPools(site).length > 0
    ? { autoScalingEnabled: false, nodeCount: minNodes }
    : { autoScalingEnabled: true, minCount: minNodes, maxCount: maxNodes };

/**
 * What pods write outside of volumes lies on the boot disk; on fast disks of the machine, the boot disk lies there, too,
 * and takes all of one. It has the key of the cluster's key set all the same.
 */
const bootDisk = ({ scratch, machine, diskGiB }: NodePool) =>
  scratch
    ? { osDiskType: 'Ephemeral', osDiskSizeGb: machine.localDiskGiB ?? diskGiB }
    : { osDiskType: 'Managed', osDiskSizeGb: diskGiB };

/**
 * What every node of a site has in common: private, in three zones, disks of an own key down to the host's cache.
 */
export const nodeSettings = (site: AzureSite, pool: NodePool, subnetId: string) => ({
  name: poolName(pool),
  // While a machine type changes, pods move to a pool of this name and back.
  temporaryNameForRotation: `${poolName(pool).slice(0, 9)}tmp`,
  vmSize: pool.machineType,
  zones: [...zonesOfPool(site, pool)],
  vnetSubnetId: subnetId,
  nodePublicIpEnabled: false,
  ...sizeOf(site, pool),
  maxPods: maxPodsPerNode,
  ...bootDisk(pool),
  osSku: imageFamilyOf(pool),
  hostEncryptionEnabled: true,
  nodeLabels: { ...pool.labels, ...(pool.spot ? { [spotMark]: 'spot' } : {}) },
});

export interface AzureNodePoolProps {
  readonly site: AzureSite;
  readonly pool: NodePool;
  /** Resource id of the cluster. */
  readonly clusterId: string;
  readonly subnetId: string;
  /** What is reserved for the pool. Default: nothing. */
  readonly reservation?: AzureReservation;
}

/** One pool: bounds for the whole pool, spread over its zones, replaced node by node when it is upgraded. */
export class AzureNodePool extends Construct {
  constructor(scope: Construct, id: string, props: AzureNodePoolProps) {
    super(scope, id);
    const { site, pool, clusterId, subnetId, reservation } = props;
    const taints = [
      ...pool.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
      ...(pool.spot ? [`${spotMark}=spot:NoSchedule`] : []),
    ];
    new KubernetesClusterNodePool(this, 'pool', {
      ...nodeSettings(site, pool, subnetId),
      kubernetesClusterId: clusterId,
      mode: 'User',
      ...(pool.sharing?.by === 'mig' ? { gpuInstance: `MIG${gpuParts[pool.sharing.podsPerGpu as GpuParts]}g` } : {}),
      ...(reservation ? { capacityReservationGroupId: reservation.groupId } : {}),
      nodeTaints: taints.length > 0 ? taints : undefined,
      // Spot machines that Azure takes back are deleted, and are replaced one by one: AKS has no surge for them.
      ...(pool.spot
        ? { priority: 'Spot', evictionPolicy: 'Delete', spotMaxPrice: -1 }
        : { priority: 'Regular', upgradeSettings: surgeUpgrade }),
      // The autoscaler owns the number of nodes; versions follow the cluster in its window.
      lifecycle: { ignoreChanges: ['node_count', 'orchestrator_version'] },
      ...(reservation ? { dependsOn: [...reservation.ready] } : {}),
    });
  }
}
