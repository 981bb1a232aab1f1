import { type CloudFacts, cloudFacts, gpuClasses, machineFamilies } from '../facts';
import { type AutomaticPool, automaticPool, gpuClassesOf } from '../model/automatic-pool';
import { poolsOf, type SizedPool } from '../model/pools';
import type { CloudSiteConfig } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** More than this, and a service whose replicas are spread could lose all of them at once. */
const mostSpotPercent = 80;

/** What makes machines runs twice, on two machines that it did not make itself. */
const fewestSystemNodes = 2;

interface AutomaticOnSite {
  readonly site: CloudSiteConfig;
  readonly sized: SizedPool;
  readonly facts: CloudFacts;
  readonly automatic: AutomaticPool;
  /** Where a word of the automatic pool stands: at the site, or at the environment. */
  at(word: string): string;
  /** The same for a word of the pool itself. */
  own(word: string): string;
}

type Check = (pool: AutomaticOnSite) => RuleFinding[];

/** Words that a cloud may be unable to keep, with the question whether they were said. */
const cloudWords: readonly {
  readonly word: 'expireHours' | 'spotPercent';
  readonly kept: (facts: CloudFacts) => boolean;
  readonly said: (automatic: AutomaticPool) => number | undefined;
  readonly why: string;
  readonly allowed: readonly string[];
}[] = [
  {
    word: 'expireHours',
    kept: ({ provisioning }) => provisioning.expiry,
    said: ({ expireHours }) => expireHours,
    why: 'ends machines at an age without regard to disruption budgets; it replaces them when it upgrades them',
    allowed: ['leave it out'],
  },
  {
    word: 'spotPercent',
    kept: ({ provisioning }) => provisioning.spotShare,
    said: ({ spotPercent }) => (spotPercent > 0 ? spotPercent : undefined),
    why: 'cannot hold interruptible machines to a share of a pool',
    allowed: ['0', 'the spot pool'],
  },
];

const keptWords: Check = ({ site, sized, facts, automatic, at }) =>
  cloudWords.flatMap(({ word, kept, said, why, allowed }) => {
    // Pools of which every machine may be interruptible, every cloud can have.
    const value = word === 'spotPercent' && sized.pool.name !== 'general' ? undefined : said(automatic);
    if (value === undefined || kept(facts)) return [];
    return [
      {
        code: 'POOL_WORD' as const,
        place: at(word),
        message: `${site.cloud} ${why}`,
        value,
        allowed,
        fix: `say ${word} at the sites whose cloud can keep it`,
      },
    ];
  });

const gpuLimit: Check = ({ sized, automatic, at }) =>
  sized.pool.name !== 'gpu' || automatic.limits.gpus > 0
    ? []
    : [
        {
          code: 'POOL_GPU_LIMIT',
          place: at('maxGpus'),
          message: 'nothing says how many GPUs may be brought at once, and they cost the most',
          allowed: ['1 to 10000'],
          fix: 'set automatic.maxGpus of the pool',
        },
      ];

const spotShare: Check = ({ sized, automatic, at }) =>
  sized.pool.name !== 'general' || automatic.spotPercent <= mostSpotPercent
    ? []
    : [
        {
          code: 'POOL_SPOT_ONLY',
          place: at('spotPercent'),
          message: 'every replica of a service could be interrupted at once',
          value: automatic.spotPercent,
          allowed: [`0 to ${mostSpotPercent}`],
          fix: 'lower spotPercent; work that may be interrupted belongs in the spot pool',
        },
      ];

const someMachine: Check = ({ site, sized, automatic, at }) => {
  if (automatic.machines.length > 0) return [];
  const isGpu = sized.pool.name === 'gpu';
  return [
    {
      code: 'POOL_NO_MACHINE',
      place: at(isGpu ? 'gpus' : 'families'),
      message: `${site.cloud} has no machine that the pool allows`,
      value: sized.pool.automatic,
      allowed: isGpu ? [...gpuClasses] : [...machineFamilies],
      fix: isGpu
        ? 'allow another class of GPUs, or more of them on a machine'
        : 'allow another family or processor, or raise maxMachineVcpus above the vCPUs of `machine`',
    },
  ];
};

const enoughForOne: Check = ({ automatic, at }) => {
  const [smallest] = automatic.machines;
  const { limits } = automatic;
  if (!smallest) return [];
  const { vcpus, memoryGiB, gpu } = smallest.machine;
  const found = (word: string, value: number, least: number): RuleFinding[] =>
    value >= least
      ? []
      : [
          {
            code: 'POOL_BOUNDS',
            place: at(word),
            message: `the first machine the pool would take (${smallest.type}) is larger than its bound`,
            value,
            allowed: [`at least ${least}`],
            fix: `raise ${word}, or allow smaller machines`,
          },
        ];
  return [
    ...found('maxVcpus', limits.vcpus, vcpus),
    ...found('maxMemoryGiB', limits.memoryGiB, memoryGiB),
    ...(limits.gpus > 0 ? found('maxGpus', limits.gpus, gpu?.count ?? 0) : []),
  ];
};

/** A region may lack a class that the pool would try after the first one. */
const offeredGpus: Check = ({ site, sized, automatic, facts, at }) => {
  const offered = facts.regions[site.region]?.gpus;
  if (!offered) return [];
  // The class of `machine` is looked at for every pool.
  const own = facts.machines[sized.machineType ?? '']?.gpu?.class;
  return gpuClassesOf(automatic)
    .filter((wanted) => wanted !== own && !offered.includes(wanted))
    .map((wanted) => ({
      code: 'GPU_NOT_OFFERED' as const,
      place: at('gpus'),
      message: `${site.region} offers no ${wanted}`,
      value: wanted,
      allowed: [...offered],
      fix: 'name classes the region offers, or another region',
    }));
};

const diskSize: Check = ({ site, sized, facts, own }) => {
  const { maxDiskGiB } = facts.provisioning;
  const { diskGiB } = sized.pool;
  if (maxDiskGiB === undefined || diskGiB <= maxDiskGiB) return [];
  return [
    {
      code: 'POOL_WORD',
      place: own('diskGiB'),
      message: `${site.cloud} gives machines that it makes by itself smaller disks`,
      value: diskGiB,
      allowed: [`30 to ${maxDiskGiB}`],
      fix: 'lower diskGiB, or keep the pools of this site autoscaled',
    },
  ];
};

const checks: readonly Check[] = [diskSize, keptWords, gpuLimit, spotShare, someMachine, enoughForOne, offeredGpus];

/** What must hold between the pools of one site where some of them are automatic. */
function togetherOn(site: CloudSiteConfig, index: number, sized: readonly SizedPool[]): RuleFinding[] {
  const choosable = sized.filter(({ pool }) => pool.name !== 'system');
  const automatic = choosable.filter(({ mode }) => mode === 'automatic');
  if (automatic.length === 0) return [];
  const autoscaled = choosable.filter(({ mode }) => mode === 'autoscaled').map(({ pool }) => pool.name);
  const system = sized.find(({ pool }) => pool.name === 'system');
  const systemNodes = system?.pool.minNodes ?? 0;
  const { besideAutoscaled, besideSteadyGeneral } = cloudFacts[site.cloud].provisioning;
  const beside = (names: readonly string[], allowed: readonly string[]): RuleFinding => ({
    code: 'POOL_PROVISIONING',
    place: `sites[${index}].pools`,
    message: `${site.cloud} cannot have automatic pools beside these autoscaled ones: ${names.join(', ')}`,
    value: automatic.map(({ pool }) => pool.name),
    allowed,
    fix: `set sites[${index}].pools.provisioning, and nothing else about it on the pools of this site`,
  });
  const mixed: RuleFinding[] =
    !besideAutoscaled && autoscaled.length > 0
      ? [beside(autoscaled, ["provisioning: 'automatic' for every pool", "provisioning: 'autoscaled' for every pool"])]
      : !besideSteadyGeneral && autoscaled.includes('general')
        ? [beside(['general'], ["provisioning: 'automatic' for the general pool, too", "'autoscaled' for every pool"])]
        : [];
  const empty: RuleFinding[] =
    systemNodes >= fewestSystemNodes
      ? []
      : [
          {
            code: 'POOL_SYSTEM_EMPTY',
            place:
              'minNodes' in (system?.origin ?? {}) ? `sites[${index}].pools.system.minNodes` : 'pools.system.minNodes',
            message: 'what makes machines for pods needs machines that are there before',
            value: systemNodes,
            allowed: [`at least ${fewestSystemNodes}`],
            fix: 'raise minNodes of the system pool',
          },
        ];
  return [...mixed, ...empty];
}

/** Pools whose machines are made for waiting pods: what each cloud can keep, and what no cloud should do. */
export const provisioningRule: EnvironmentRule = (environment) => {
  const { pools } = environment;
  if (!pools) return [];
  return cloudSites(environment).flatMap(({ site, index }) => {
    const facts = cloudFacts[site.cloud];
    const sized = poolsOf(pools, site);
    const each = sized.flatMap((pool): RuleFinding[] => {
      const machine = pool.machineType === undefined ? undefined : facts.machines[pool.machineType];
      if (pool.mode !== 'automatic' || pool.machineType === undefined || machine === undefined) return [];
      const { name } = pool.pool;
      const origin: { readonly automatic?: object } = pool.origin ?? {};
      const place =
        (holder: object = {}, path: string) =>
        (word: string) =>
          `${word in holder ? `sites[${index}].` : ''}${path}.${word}`;
      const at = place(origin.automatic, `pools.${name}.automatic`);
      const own = place(origin, `pools.${name}`);
      const automatic = automaticPool(pool.pool, { type: pool.machineType, machine }, facts, {});
      return checks.flatMap((check) => check({ site, sized: pool, facts, automatic, at, own }));
    });
    return [...togetherOn(site, index, sized), ...each];
  });
};
