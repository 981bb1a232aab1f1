import type { ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { automaticPools, type GoogleSite, type NodePool, steadyPools } from '../../../environments/model';
import { gpuClassesOf } from '../../../environments/model/automatic-pool';
import { acceleratorTypeOf, acceleratorTypes, diskTypeOf } from '../machine-families';
import { type NodeDefaults, nodeConfig } from './node-pools';

/** Every pool has one machine more while it is upgraded. */
const surge = 1;

type Bounds = Readonly<Record<string, number>>;

const most = ({ maxNodes }: NodePool, ofOne: number): number => (maxNodes + surge) * ofOne;

const steadyBounds = (pool: NodePool): Bounds => {
  const accelerator = acceleratorTypeOf(pool);
  return {
    cpu: most(pool, pool.machine.vcpus),
    memory: most(pool, pool.machine.memoryGiB),
    ...(accelerator ? { [accelerator]: most(pool, pool.machine.gpu?.count ?? 0) } : {}),
  };
};

/** GKE bounds what it makes by the size of the whole cluster, pools of one type included. */
function clusterBounds(site: GoogleSite): Bounds {
  const automatic = automaticPools(site).map(({ automatic }): Bounds => {
    const { vcpus, memoryGiB, gpus } = automatic.limits;
    const accelerators = gpuClassesOf(automatic).flatMap((wanted) => acceleratorTypes[wanted] ?? []);
    return { cpu: vcpus, memory: memoryGiB, ...Object.fromEntries(accelerators.map((type) => [type, gpus])) };
  });
  const all = [...automatic, ...steadyPools(site).map(steadyBounds)];
  const names = [...new Set(all.flatMap((bounds) => Object.keys(bounds)))];
  return Object.fromEntries(names.map((name) => [name, all.reduce((sum, bounds) => sum + (bounds[name] ?? 0), 0)]));
}

/**
 * What GKE may make at all, and how machines are hardened that it makes. The key of their disks stands in the classes:
 * here, the provider would replace a running cluster to add it, and every pod has a class, if only the default one.
 * Sites without automatic pools have none of it.
 */
export function autoProvisioning(
  site: GoogleSite,
  defaults: NodeDefaults,
): Pick<ContainerClusterConfig, 'clusterAutoscaling' | 'nodePoolAutoConfig'> {
  const [first] = automaticPools(site);
  if (!first) return {};
  const { imageType, serviceAccount, oauthScopes, shieldedInstanceConfig, kubeletConfig } = nodeConfig(defaults);
  return {
    clusterAutoscaling: {
      enabled: true,
      autoscalingProfile: 'BALANCED',
      autoProvisioningLocations: [...site.zones],
      resourceLimits: Object.entries(clusterBounds(site)).map(([resourceType, maximum]) => ({ resourceType, maximum })),
      autoProvisioningDefaults: {
        imageType,
        serviceAccount,
        oauthScopes,
        diskSize: first.diskGiB,
        diskType: diskTypeOf(first.machineType),
        shieldedInstanceConfig,
        management: { autoRepair: true, autoUpgrade: true },
        upgradeSettings: { strategy: 'SURGE', maxSurge: surge, maxUnavailable: 0 },
      },
    },
    nodePoolAutoConfig: { nodeKubeletConfig: kubeletConfig },
  };
}
