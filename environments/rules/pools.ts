import { cloudFacts, machineClasses } from '../facts';
import { poolsOf } from '../model/pools';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

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
                code: 'NODE_POOL_RANGE',
                place: at('minNodes'),
                message: `minNodes ${pool.minNodes} exceeds maxNodes ${pool.maxNodes}`,
                value: pool.minNodes,
                allowed: [`0 to ${pool.maxNodes}`],
                fix: 'lower minNodes or raise maxNodes',
              },
            ]
          : []),
        ...(!machine && region
          ? [
              {
                code: 'UNKNOWN_MACHINE',
                place: at('machine'),
                message: `not a machine of ${site.cloud} in ${site.region}`,
                value: pool.machine,
                allowed: [...machineClasses, ...Object.keys(facts.machines)],
                fix: 'use a portable class or a machine type of that cloud',
              },
            ]
          : []),
        ...(wanted && region && !region.gpus.includes(wanted)
          ? [
              {
                code: 'GPU_NOT_OFFERED',
                place: at('machine'),
                message: `${site.region} offers no ${wanted}`,
                value: pool.machine,
                allowed: region.gpus.map((gpu) => `gpu-${gpu}`),
                fix: `choose a GPU the region offers, another region, or set pools.${pool.name}.enabled to false`,
              },
            ]
          : []),
        ...(pool.name === 'gpu' && machine && !machine.gpu
          ? [
              {
                code: 'GPU_MISSING',
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
