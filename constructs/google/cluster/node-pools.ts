import { ContainerNodePool, type ContainerNodePoolNodeConfig } from '@cdktf/provider-google/lib/container-node-pool';
import { Construct } from 'constructs';
import { googleGpuZones } from '../../../environments/facts/google';
import { type GoogleSite, type NodePool, zonesOfPool } from '../../../environments/model';
import { acceleratorTypeOf, diskTypeOf, localDiskCount } from '../machine-families';
import { gpuSharingOf } from './gpu-sharing';
import { GoogleReservation, reservationAffinity } from './reservations';

/** What every node of a site has in common, the short-lived first ones included. */
export interface NodeDefaults {
  readonly serviceAccount: string;
  readonly diskKey: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Hardened settings of a node: verified boot, own-key disk, own service account, no way to the machine's identity for pods. */
export const nodeConfig = ({ serviceAccount, diskKey, labels }: NodeDefaults) => ({
  imageType: 'COS_CONTAINERD',
  serviceAccount,
  // Access is decided by the roles of the service account.
  oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
  bootDiskKmsKey: diskKey,
  shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  workloadMetadataConfig: { mode: 'GKE_METADATA' },
  metadata: { 'disable-legacy-endpoints': 'true' },
  gvnic: { enabled: true },
  kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE' },
  resourceLabels: { ...labels },
});

export interface GoogleNodePoolProps {
  readonly site: GoogleSite;
  readonly pool: NodePool;
  /** Resource id of the cluster. */
  readonly clusterId: string;
  readonly defaults: NodeDefaults;
}

/** Zones of the site where a machine exists: GPUs are not in every zone of a region. */
export function zonesOf(site: GoogleSite, pool: Pick<NodePool, 'name' | 'machine' | 'machineType'>): readonly string[] {
  const { gpu } = pool.machine;
  if (!gpu) return site.zones;
  const offered = googleGpuZones(site.region, gpu.class).filter((zone) => site.zones.includes(zone));
  if (offered.length > 0) return offered;
  throw new Error(
    `GPU_NOT_OFFERED ${site.name} pool "${pool.name}": no zone of the site has ${gpu.class} (${pool.machineType}); ` +
      `zones of ${site.region} with it: ${googleGpuZones(site.region, gpu.class).join(', ') || 'none'}; ` +
      'choose those zones, another machine, or switch the pool off',
  );
}

const acceleratorOf = (pool: NodePool): ContainerNodePoolNodeConfig['guestAccelerator'] => {
  const type = acceleratorTypeOf(pool);
  const { gpu } = pool.machine;
  if (!type || !gpu) return undefined;
  const { partition, timeSharing } = gpuSharingOf(gpu, pool);
  return [
    {
      type,
      count: gpu.count,
      ...(partition ? { gpuPartitionSize: partition } : {}),
      ...(timeSharing ? { gpuSharingConfig: timeSharing } : {}),
      // The driver that GKE pairs with the node's version; without it nodes come up with no usable GPU.
      gpuDriverInstallationConfig: { gpuDriverVersion: 'DEFAULT' },
    },
  ];
};

/** One pool: bounds for the whole pool, spread over its zones, replaced node by node when it is upgraded. */
export class GoogleNodePool extends Construct {
  constructor(scope: Construct, id: string, props: GoogleNodePoolProps) {
    super(scope, id);
    const { site, pool, clusterId, defaults } = props;
    const inZones = zonesOfPool(site, pool);
    const zones = zonesOf(site, pool).filter((zone) => inZones.includes(zone));
    const reserved = pool.reservation ? { ...pool, reservation: pool.reservation } : undefined;
    const made =
      reserved && !reserved.reservation.existing
        ? new GoogleReservation(this, 'reservation', { site, pool: reserved })
        : undefined;
    const localDisks = localDiskCount(pool.machineType, pool.machine, pool);
    // Scarce machines are taken where they are to be had; the others are spread evenly.
    const scarce = pool.spot || pool.machine.gpu !== undefined;
    new ContainerNodePool(this, 'pool', {
      name: pool.name,
      cluster: clusterId,
      location: site.region,
      nodeLocations: [...zones],
      initialNodeCount: Math.ceil(pool.minNodes / zones.length),
      autoscaling: {
        totalMinNodeCount: pool.minNodes,
        totalMaxNodeCount: pool.maxNodes,
        locationPolicy: scarce ? 'ANY' : 'BALANCED',
      },
      management: { autoRepair: true, autoUpgrade: true },
      // A pool that takes reserved machines only may have none left for one more.
      upgradeSettings: reserved?.reservation.existing
        ? { strategy: 'SURGE', maxSurge: 0, maxUnavailable: 1 }
        : { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 },
      networkConfig: { enablePrivateNodes: true },
      nodeConfig: {
        ...nodeConfig(defaults),
        machineType: pool.machineType,
        diskSizeGb: pool.diskGiB,
        diskType: diskTypeOf(pool.machineType),
        spot: pool.spot,
        labels: { ...pool.labels },
        taint: pool.taints.map(({ key, value }) => ({ key, value, effect: 'NO_SCHEDULE' })),
        guestAccelerator: acceleratorOf(pool),
        ...(reserved ? { reservationAffinity: reservationAffinity(reserved) } : {}),
        ...(localDisks === undefined ? {} : { ephemeralStorageLocalSsdConfig: { localSsdCount: localDisks } }),
      },
      // The autoscaler owns the number of nodes.
      lifecycle: { ignoreChanges: ['initial_node_count'] },
      ...(made ? { dependsOn: [...made.ready] } : {}),
    });
  }
}
