import { Netmask } from 'netmask';
import { cloudFacts, machineClasses } from '../facts';
import { mostMachines } from '../model/automatic-pool';
import { anyGpu, nodePools, poolsOf, type SizedPool } from '../model/pools';
import { siteAddresses } from '../model/site-addresses';
import type { CloudSiteConfig } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** A machine that cannot be had: a GPU the region lacks altogether, or a name nobody knows. */
function machineFinding(site: CloudSiteConfig, pool: SizedPool['pool'], place: string): RuleFinding {
  if (pool.machine === anyGpu) {
    return {
      code: 'GPU_NOT_OFFERED',
      place,
      message: `${site.region} offers no GPU`,
      value: pool.machine,
      fix: `choose another region, or set pools.${pool.name}.enabled to false`,
    };
  }
  return {
    code: 'UNKNOWN_MACHINE',
    place,
    message: `not a machine of ${site.cloud} in ${site.region}`,
    value: pool.machine,
    allowed: [...machineClasses, ...Object.keys(cloudFacts[site.cloud].machines)],
    fix: 'use a portable class or a machine type of that cloud',
  };
}

export const poolsRule: EnvironmentRule = (environment) => {
  const { pools } = environment;
  if (!pools) return [];
  return cloudSites(environment).flatMap(({ site, index }) =>
    poolsOf(pools, site).flatMap(({ pool, origin, machineType }): RuleFinding[] => {
      const facts = cloudFacts[site.cloud];
      const at = (field: keyof typeof pool) =>
        field in (origin ?? {}) ? `sites[${index}].pools.${pool.name}.${field}` : `pools.${pool.name}.${field}`;
      const machine = machineType === undefined ? undefined : facts.machines[machineType];
      const region = facts.regions[site.region];
      const wanted = machine?.gpu?.class;
      return [
        ...(pool.minNodes > pool.maxNodes
          ? [
              {
                code: 'NODE_POOL_RANGE' as const,
                place: at('minNodes'),
                message: `minNodes ${pool.minNodes} exceeds maxNodes ${pool.maxNodes}`,
                value: pool.minNodes,
                allowed: [`0 to ${pool.maxNodes}`],
                fix: 'lower minNodes or raise maxNodes',
              },
            ]
          : []),
        ...(!machine && region ? [machineFinding(site, pool, at('machine'))] : []),
        ...(wanted && region && !region.gpus.includes(wanted)
          ? [
              {
                code: 'GPU_NOT_OFFERED' as const,
                place: at('machine'),
                message: `${site.region} offers no ${wanted}`,
                value: pool.machine,
                allowed: region.gpus.map((gpu) => `gpu-${gpu}`),
                fix: `choose a GPU the region offers, another region, or set pools.${pool.name}.enabled to false`,
              },
            ]
          : []),
        ...(pool.scratch && machine && machine.localDiskGiB === undefined
          ? [
              {
                code: 'POOL_SCRATCH' as const,
                place: at('scratch'),
                message: `${machineType} has no fast disks of its own`,
                value: pool.machine,
                allowed: Object.entries(facts.machines)
                  .filter(([, { localDiskGiB, gpu }]) => localDiskGiB && (gpu === undefined) === (pool.name !== 'gpu'))
                  .map(([type]) => type),
                fix: `take a machine that has some, or leave scratch of pools.${pool.name} out`,
              },
            ]
          : []),
        ...(pool.name === 'gpu' && machine && !machine.gpu
          ? [
              {
                code: 'GPU_MISSING' as const,
                place: at('machine'),
                message: 'the machines of the GPU pool have no GPU',
                value: pool.machine,
                allowed: machineClasses.filter((name) => name.startsWith('gpu')),
                fix: 'use a GPU class',
              },
            ]
          : []),
      ];
    }),
  );
};

/** A node takes a /24 of the pod range, on every cloud; one node more of each pool runs while the pool is upgraded. */
const nodesIn = (podRange: string): number => Math.floor(2 ** (24 - new Netmask(podRange).bitmask));

/** The pod range of a site has room for all its pools at their largest. */
export const podRangeRule: EnvironmentRule = (environment) => {
  const { pools, addresses } = environment;
  if (!pools || !addresses) return [];
  return cloudSites(environment).flatMap(({ site, index }) => {
    const nodes = nodePools(pools, site).reduce(
      (sum, { maxNodes, automatic }) => sum + (automatic?.machines.length ? mostMachines(automatic) : maxNodes) + 1,
      0,
    );
    const { pods } = siteAddresses(addresses.supernet, site);
    const nodesPerPodRange = nodesIn(pods);
    if (nodes <= nodesPerPodRange) return [];
    return [
      {
        code: 'POD_RANGE_FULL',
        place: `sites[${index}].pools`,
        message: `${nodes} nodes at most, with one more a pool during upgrades; the pod range ${pods} has room for ${nodesPerPodRange}`,
        value: nodes,
        allowed: [`at most ${nodesPerPodRange}`],
        fix: 'lower maxNodes (maxVcpus of automatic pools) or use larger machines',
      },
    ];
  });
};
