import { cloudFacts, type GpuClass, gpuParts, partableGpus } from '../facts';
import { automaticPool, gpuClassesOf } from '../model/automatic-pool';
import { poolsOf, type SizedPool } from '../model/pools';
import type { CloudSiteConfig } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** Every class of GPU that the machines of a pool may have. */
function classesOf(site: CloudSiteConfig, { pool, machineType, mode }: SizedPool): readonly GpuClass[] {
  const facts = cloudFacts[site.cloud];
  const machine = facts.machines[machineType ?? ''];
  if (!machine?.gpu || machineType === undefined) return [];
  return mode === 'automatic'
    ? gpuClassesOf(automaticPool(pool, { type: machineType, machine }, facts, {}))
    : [machine.gpu.class];
}

/** GPUs that pods share: cut into parts only where they can be, and only where who makes machines can count them. */
export const gpuSharingRule: EnvironmentRule = (environment) => {
  const { pools } = environment;
  if (!pools) return [];
  return cloudSites(environment).flatMap(({ site, index }) =>
    poolsOf(pools, site).flatMap((sized): RuleFinding[] => {
      const { sharing } = sized.pool;
      if (!sharing) return [];
      const at = (word: string) =>
        `${'sharing' in (sized.origin ?? {}) ? `sites[${index}].` : ''}pools.gpu.sharing${word}`;
      const facts = cloudFacts[site.cloud];
      const offered = facts.regions[site.region]?.gpus ?? [];
      const whole = classesOf(site, sized).filter((wanted) => !partableGpus.includes(wanted));
      const found: (RuleFinding | false)[] = [
        sharing.by === 'mig' &&
          whole.length > 0 && {
            code: 'GPU_SHARING',
            place: at('.by'),
            message: `a GPU of class ${whole.join(', ')} cannot be cut into parts`,
            value: sharing.by,
            allowed: [
              'time-slicing',
              ...partableGpus.filter((gpu) => offered.includes(gpu)).map((gpu) => `mig with machine gpu-${gpu}`),
            ],
            fix: "set sharing.by to 'time-slicing', or take a class that can be cut",
          },
        sharing.by === 'mig' &&
          !(sharing.podsPerGpu in gpuParts) && {
            code: 'GPU_SHARING',
            place: at('.podsPerGpu'),
            message: 'no GPU can be cut into so many equal parts',
            value: sharing.podsPerGpu,
            allowed: Object.keys(gpuParts),
            fix: 'take one of these numbers',
          },
        sized.mode === 'automatic' &&
          !facts.provisioning.sharedGpus && {
            code: 'GPU_SHARING',
            place: at(''),
            message: `what makes machines for pods on ${site.cloud} counts whole GPUs: it would make a machine for each pod`,
            value: sharing.by,
            allowed: facts.provisioning.besideAutoscaled ? ["pools.gpu.provisioning: 'autoscaled'"] : ['no sharing'],
            fix: facts.provisioning.besideAutoscaled
              ? `set sites[${index}].pools.gpu.provisioning to 'autoscaled', or leave sharing out`
              : 'leave sharing out, or make no pool of the site automatic',
          },
      ];
      return found.filter((finding) => finding !== false);
    }),
  );
};
