import { type Cloud, cloudFacts, type MachineClass, machineClasses } from '../../../environments/facts';
import { type CloudSite, isSitePublicCloud, type NodePool, poolLabel } from '../../../environments/model';
import { isCloudSite } from '../../../environments/schema/site-schema';
import type { SiteLoad } from '../expected-machines';
import { packed } from '../kubernetes/pack';
import { siteLoads } from '../waiting-pods';
import type { AdvisedEnvironment, Advisor, Edit } from './advisor';

interface SitePool {
  /** Of the site in the environment file. */
  readonly at: string;
  readonly site: CloudSite;
  readonly pool: NodePool;
}

/** Pools of machines of one type, on every site of a public cloud. */
const sitePools = ({ environment }: AdvisedEnvironment): SitePool[] =>
  environment.sites.flatMap((site, index) =>
    isSitePublicCloud(site)
      ? site.pools.filter(({ automatic }) => !automatic).map((pool) => ({ at: `sites[${index}]`, site, pool }))
      : [],
  );

const hourly = ({ book }: AdvisedEnvironment, { cloud, region }: CloudSite, type: string): number | undefined =>
  book.priceOf(cloud, region, `machine/${type}`)?.price;

/** Types that a cloud has, the cheapest first; those without a price are left out. */
function cheaperTypes(advised: AdvisedEnvironment, { site, pool }: SitePool, suits: (type: string) => boolean) {
  const now = hourly(advised, site, pool.machineType) ?? 0;
  return Object.keys(cloudFacts[site.cloud].machines)
    .filter(suits)
    .flatMap((type) => {
      const price = hourly(advised, site, type);
      return price !== undefined && price < now ? [{ type, price }] : [];
    })
    .sort((a, b) => a.price - b.price || (a.type < b.type ? -1 : 1))
    .map(({ type }) => type);
}

const machineEdit = ({ at, pool }: SitePool, machine: string): Edit => ({
  path: `${at}.pools.${pool.name}.machine`,
  value: machine,
});

/** GKE keeps pods off its ARM machines that do not say they run there: ours do not say it. */
const takesPods: Readonly<Record<Cloud, boolean>> = { aws: true, google: false, azure: true };

/** The cheapest machine as large as the one that is there, with an ARM processor; `undefined`: none is cheaper. */
function armEdit(advised: AdvisedEnvironment, one: SitePool): Edit | undefined {
  const { vcpus, memoryGiB } = one.pool.machine;
  const { machines } = cloudFacts[one.site.cloud];
  const [best] = cheaperTypes(advised, one, (type) => {
    const machine = machines[type];
    return machine?.architecture === 'arm64' && machine.vcpus === vcpus && machine.memoryGiB === memoryGiB;
  });
  return best === undefined ? undefined : machineEdit(one, best);
}

/** All pools of a site together: a pod without a pool of its own may go to any of them. */
const onArm: Advisor['propose'] = (advised) => {
  const pools = sitePools(advised).filter(
    ({ site, pool }) => takesPods[site.cloud] && !pool.machine.gpu && !pool.scratch,
  );
  return [...new Set(pools.map(({ at }) => at))]
    .map((at) => pools.filter((one) => one.at === at).flatMap((one) => armEdit(advised, one) ?? []))
    .filter((edits) => edits.length > 0);
};

/** The cheapest machines with GPUs that the region offers and that still have as many of them. */
const smallerGpu: Advisor['propose'] = (advised) =>
  sitePools(advised).flatMap((one) => {
    const { site, pool } = one;
    const { gpu } = pool.machine;
    if (!gpu) return [];
    const { machines, regions } = cloudFacts[site.cloud];
    const offered = regions[site.region]?.gpus ?? [];
    return cheaperTypes(advised, one, (type) => {
      const other = machines[type]?.gpu;
      return other !== undefined && other.count >= gpu.count && offered.includes(other.class);
    })
      .slice(0, 2)
      .map((type) => [machineEdit(one, type)]);
  });

const spotGpus: Advisor['propose'] = (advised) =>
  sitePools(advised)
    .filter(({ site, pool }) => {
      const { besideSteadyGeneral, sharedGpus } = cloudFacts[site.cloud].provisioning;
      return pool.purpose === 'gpu' && besideSteadyGeneral && (sharedGpus || !pool.sharing) && pool.maxNodes > 0;
    })
    .map(({ at, pool }) => {
      const automatic = { markets: ['spot', 'on-demand'], maxGpus: pool.maxNodes * (pool.machine.gpu?.count ?? 1) };
      return [
        { path: `${at}.pools.gpu.provisioning`, value: 'automatic' },
        { path: `${at}.pools.gpu.automatic`, value: automatic },
      ];
    });

interface Shape {
  readonly machine: MachineClass;
  readonly maxNodes: number;
}

/** What the machines of a site would cost an hour if one pool had others; `undefined`: it could not have them. */
function machinesWith(
  advised: AdvisedEnvironment,
  site: CloudSite,
  { cloud, pools, pods }: SiteLoad,
  name: string,
  shape?: Shape,
): number | undefined {
  const { machineByClass } = cloudFacts[cloud];
  const changed = pools.map((pool) =>
    shape && pool.labels[poolLabel] === name
      ? { ...pool, type: machineByClass[shape.machine] ?? '', most: Math.max(shape.maxNodes, pool.fewest) }
      : pool,
  );
  const { machines, waiting } = packed(cloud, changed, pods);
  if (waiting.length > 0) return undefined;
  let sum = 0;
  for (const { id, type } of changed) {
    const price = hourly(advised, site, type);
    if (price === undefined) return undefined;
    sum += price * (machines.get(id) ?? 0);
  }
  return sum;
}

/** The class of machines onto which the pods of all sites are packed with the least waste, as many vCPUs at most as now. */
function betterShape(
  advised: AdvisedEnvironment,
  loads: ReadonlyMap<string, SiteLoad>,
  name: 'system' | 'general',
): (readonly Edit[])[] {
  const { pools, sites } = advised.environment.config;
  const { machine: now, maxNodes: most } = pools[name];
  const own = sitePools(advised).filter(({ pool }) => pool.name === name);
  const saidBySites = sites.some((site) => isCloudSite(site) && site.pools[name]?.machine !== undefined);
  const vcpusOf = (machine: string): number | undefined => {
    const [first] = own;
    const facts = first && cloudFacts[first.site.cloud];
    return facts?.machines[facts.machineByClass[machine as MachineClass] ?? '']?.vcpus;
  };
  const vcpus = vcpusOf(now);
  if (own.length === 0 || saidBySites || vcpus === undefined || own.some(({ pool }) => pool.scratch)) return [];
  const costOf = (shape?: Shape): number =>
    own.reduce((sum, { site }) => {
      const load = loads.get(site.name);
      const cost = load && machinesWith(advised, site, load, name, shape);
      return sum + (cost ?? Number.POSITIVE_INFINITY);
    }, 0);
  const asItIs = costOf();
  const shapes = machineClasses.flatMap((machine) => {
    const size = machine.startsWith('gpu') || machine === now ? undefined : vcpusOf(machine);
    if (size === undefined) return [];
    const maxNodes = Math.ceil((most * vcpus) / size);
    return [{ machine, maxNodes, cost: costOf({ machine, maxNodes }) }];
  });
  const [best] = shapes.filter(({ cost }) => cost < asItIs).sort((a, b) => a.cost - b.cost);
  if (!best) return [];
  const bound = best.maxNodes === most ? [] : [{ path: `pools.${name}.maxNodes`, value: best.maxNodes }];
  return [[{ path: `pools.${name}.machine`, value: best.machine }, ...bound]];
}

const betterShapes: Advisor['propose'] = (advised) => {
  const loads = siteLoads(advised.output);
  return [...betterShape(advised, loads, 'system'), ...betterShape(advised, loads, 'general')];
};

const poolNames = ['system', 'general', 'spot', 'gpu'] as const;

/** The smallest boot disk that still has room for images, logs and what pods write. */
const enoughDiskGiB = 64;

const smallerDisks: Advisor['propose'] = ({ environment: { config } }) => {
  const large = poolNames.filter((name) => name !== 'gpu' && config.pools[name].diskGiB > enoughDiskGiB);
  return large.length === 0 ? [] : [large.map((name) => ({ path: `pools.${name}.diskGiB`, value: enoughDiskGiB }))];
};

/** Pools that work goes to of its own accord, and their fewest machines where nothing runs all month. */
const idleGpus: Advisor['propose'] = ({ environment: { config } }) => {
  const { gpu } = config.pools;
  if (!gpu.enabled) return [];
  return [
    [{ path: 'pools.gpu.enabled', value: false }],
    ...(gpu.minNodes > 0 ? [[{ path: 'pools.gpu.minNodes', value: 0 }]] : []),
  ];
};

/** What pools of machines could be. */
export const poolAdvisors: readonly Advisor[] = [
  {
    id: 'arm-machines',
    title: 'ARM machines of the same size',
    confidence: { level: 'low', because: 'whether every image is there for arm64 was not asked of the registries' },
    effort: { level: 'days', toDo: 'look up every image for arm64, then let the pool drain onto the new machines' },
    givesUp: 'Pods whose image is there for amd64 only no longer start.',
    propose: onArm,
  },
  {
    id: 'smaller-gpus',
    title: 'A cheaper machine with as many GPUs',
    confidence: {
      level: 'medium',
      because: 'the GPUs have the memory that services ask for; how fast they are is not compared',
    },
    effort: { level: 'hours', toDo: 'change the machine, and measure a training and a model on it' },
    givesUp: 'GPUs are slower or have less memory, so trainings take longer.',
    propose: smallerGpu,
  },
  {
    id: 'spot-gpus',
    title: 'Interruptible machines for GPU work, at full price where none is left',
    confidence: { level: 'medium', because: 'prices of interruptible machines are an estimate and move' },
    effort: { level: 'hours', toDo: 'let trainings write checkpoints, and let machines come for waiting pods' },
    givesUp: 'A GPU machine may be taken away within minutes, with the training or the model on it.',
    propose: spotGpus,
  },
  {
    id: 'spot-for-batch',
    title: 'A pool of interruptible machines for batch work',
    confidence: { level: 'medium', because: 'prices of interruptible machines are an estimate and move' },
    effort: { level: 'minutes', toDo: 'switch the pool on; batch work chooses it by itself' },
    givesUp: 'Batch work may be interrupted and starts anew.',
    propose: ({ environment: { config } }) =>
      config.pools.spot.enabled ? [] : [[{ path: 'pools.spot.enabled', value: true }]],
  },
  {
    id: 'better-packed-machines',
    title: 'Machines that suit what the pods ask for',
    confidence: { level: 'medium', because: 'it is counted from what pods ask for, not from what they use' },
    effort: {
      level: 'hours',
      toDo: 'change the machine, and let the pool drain onto the new ones in a maintenance window',
    },
    givesUp: 'Fewer or smaller machines leave less room for one large pod and for a burst.',
    propose: betterShapes,
  },
  {
    id: 'idle-gpus',
    title: 'No GPU machines that nothing asks for',
    confidence: {
      level: 'medium',
      because: 'no service asks for a GPU there; work that people start by hand is not in the file',
    },
    effort: { level: 'minutes', toDo: 'ask whoever trains, then change the pool' },
    givesUp: 'Whoever starts work on a GPU by hand finds none, or waits for a machine.',
    propose: idleGpus,
  },
  {
    id: 'smaller-boot-disks',
    title: `Boot disks of ${enoughDiskGiB} GiB`,
    confidence: { level: 'low', because: 'how much images, logs and pods take on the disks was not measured' },
    effort: { level: 'hours', toDo: 'look up how full the disks are, then let the pools be replaced' },
    givesUp: 'A machine evicts pods sooner once large images and logs fill its disk.',
    propose: smallerDisks,
  },
  {
    id: 'no-scratch-disks',
    title: 'Machines without fast disks of their own',
    confidence: { level: 'medium', because: 'how much work writes beside its volumes was not measured' },
    effort: { level: 'hours', toDo: 'change the pool, and compare how long the same batch takes' },
    givesUp: 'What pods write outside of volumes lies on slower disks: shuffles of Spark take longer.',
    propose: ({ environment: { config } }) =>
      (['general', 'spot', 'gpu'] as const)
        .filter((name) => config.pools[name].scratch)
        .map((name) => [{ path: `pools.${name}.scratch`, value: false }]),
  },
];
