import { type AutomaticNodePool, automaticPools, type GoogleSite } from '../../../environments/model';
import type { AllowedMachine } from '../../../environments/model/automatic-pool';
import type { NodeObject } from '../../contracts';
import { acceleratorTypeOf, diskTypeOf, localDiskCount, volumeType } from '../machine-families';
import { diskKeyPath, nodeAccountPart, serviceAccountEmail } from '../names';
import { gpuSharingOf } from './gpu-sharing';
import { zonesOf } from './node-pools';
import { reservedPriority } from './reservations';

/** Pods that choose no class get machines of the class of this name. */
const defaultClass = 'default';

/** Pods a machine can run; each takes a /24 of the pod range. */
const maxPodsPerNode = 110;

/** A machine whose requests fall below this share of it is underused; 0: only an empty one is taken away. */
const underusedPercent: Readonly<Record<AutomaticNodePool['automatic']['consolidation'], number>> = {
  'when-empty': 0,
  'when-underused': 50,
};

const gpuOf = (type: string, gpu: NonNullable<AllowedMachine['machine']['gpu']>, pool: AutomaticNodePool) => {
  const { partition, timeSharing } = gpuSharingOf(gpu, pool);
  return {
    type,
    count: gpu.count,
    driverVersion: 'default',
    ...(partition ? { gpuSharing: { gpuPartitionSize: partition } } : {}),
    ...(timeSharing
      ? {
          gpuSharing: {
            sharingStrategy: timeSharing.gpuSharingStrategy,
            maxSharedClientsPerGPU: timeSharing.maxSharedClientsPerGpu,
          },
        }
      : {}),
  };
};

/** What GKE tries, one after the other: a machine type at one price. */
function priority(site: GoogleSite, pool: AutomaticNodePool, { type, machine }: AllowedMachine, spot: boolean) {
  const placed = { name: pool.name, machine, machineType: type };
  const accelerator = acceleratorTypeOf(placed);
  const localSSDCount = localDiskCount(type, machine, pool);
  return {
    machineType: type,
    spot,
    maxPodsPerNode,
    location: { zones: [...zonesOf(site, placed)], locationPolicy: spot || accelerator ? 'ANY' : 'BALANCED' },
    storage: {
      bootDiskKMSKey: diskKeyPath(site),
      bootDiskSize: pool.diskGiB,
      bootDiskType: diskTypeOf(type),
      ...(localSSDCount === undefined ? {} : { localSSDCount }),
    },
    ...(accelerator && machine.gpu ? { gpu: gpuOf(accelerator, machine.gpu, pool) } : {}),
  };
}

/** What is reserved, before any other machine at any price. */
function reservedFirst(site: GoogleSite, pool: AutomaticNodePool) {
  const { reservation, machineType, machine } = pool;
  if (!reservation) return [];
  const own = priority(site, pool, { type: machineType, machine }, false);
  return [
    {
      ...own,
      location: { ...own.location, zones: [...reservation.zones] },
      reservations: reservedPriority(site, { ...pool, reservation }),
    },
  ];
}

/** Machines with GPUs come with disks of their own kind; all others must be able to mount the site's volumes. */
const mountsVolumes = (site: GoogleSite, { type, machine }: AllowedMachine): boolean =>
  machine.gpu !== undefined || diskTypeOf(type) === volumeType(site);

/**
 * What GKE may make for one pool: hardened as its other pools, disks of the site's key, types by name and the smallest
 * first. Bounds are the cluster's (see `auto-provisioning.ts`). Verified boot, and no way to the machine's identity, are
 * settings of the cluster.
 * Source: docs.cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass, `cloud.google.com/v1`.
 */
function computeClass(site: GoogleSite, pool: AutomaticNodePool): NodeObject {
  const { machines, spotPercent, onDemandFallback, consolidation, consolidateAfterMinutes } = pool.automatic;
  const allowed = machines.filter((machine) => mountsVolumes(site, machine));
  const prices = spotPercent === 0 ? [false] : onDemandFallback ? [true, false] : [true];
  const threshold = underusedPercent[consolidation];
  return {
    apiVersion: 'cloud.google.com/v1',
    kind: 'ComputeClass',
    metadata: { name: pool.purpose === 'general' ? defaultClass : pool.name },
    spec: {
      description: `Machines of the pool ${pool.name}`,
      nodePoolAutoCreation: { enabled: true },
      whenUnsatisfiable: 'DoNotScaleUp',
      activeMigration: { optimizeRulePriority: false },
      autoscalingPolicy: {
        consolidationDelayMinutes: consolidateAfterMinutes,
        consolidationThreshold: threshold,
        gpuConsolidationThreshold: threshold,
      },
      nodePoolConfig: {
        imageType: 'cos_containerd',
        serviceAccount: serviceAccountEmail(site, nodeAccountPart),
        autoRepair: true,
        autoUpgrade: true,
        gvnic: { enabled: true },
        ipType: 'private',
        nodeLabels: { ...pool.labels },
        ...(pool.taints.length > 0 ? { taints: pool.taints.map((taint) => ({ ...taint })) } : {}),
      },
      priorities: [
        ...reservedFirst(site, pool),
        ...prices.flatMap((spot) => allowed.map((machine) => priority(site, pool, machine, spot))),
      ],
    },
  };
}

/** What GKE may make on a site, one class a pool. */
export const nodeObjects = (site: GoogleSite): NodeObject[] =>
  automaticPools(site).map((pool) => computeClass(site, pool));
