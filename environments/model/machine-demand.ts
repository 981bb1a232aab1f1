import { cloudQuotas, type MachineQuota, type Market, type Quota, quotaKey } from '../facts/quotas';
import type { AllowedMachine } from './automatic-pool';
import { reservedMachines } from './reservations';
import type { CloudSite, NodePool } from './site';

/** How much of a quota one cause takes. */
export interface QuotaDemand {
  readonly quota: Quota;
  /** In the unit of the quota. */
  readonly amount: number;
  /** What takes it, for people: `pool general: 36 x m7i.2xlarge`. */
  readonly because: string;
  /** The pool can go without: it has other machines that count against other quotas. Default: it cannot. */
  readonly optional?: true;
}

/** How many processors and GPUs a pool may have at once in one market. */
interface PoolShare {
  readonly market: Market;
  readonly machines: readonly AllowedMachine[];
  readonly because: string;
  amountOf(machines: readonly AllowedMachine[], counts: MachineQuota['counts']): number;
}

type Counting = (typeof cloudQuotas)[keyof typeof cloudQuotas];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const reservedOf = ({ reservation }: NodePool): string =>
  reservation ? `, ${reservedMachines(reservation)} of them reserved` : '';

/** Machines of one type between two bounds, and those that come first while the pool is upgraded. */
function steadyShare(pool: NodePool, { surge }: Counting): PoolShare[] {
  if (pool.maxNodes === 0) return [];
  const extra = surge(pool);
  const nodes = pool.maxNodes + extra;
  const { machine } = pool;
  return [
    {
      market: pool.spot ? 'spot' : 'on-demand',
      machines: [{ type: pool.machineType, machine }],
      // Reserved ones count from the day they are reserved, and not again when they run.
      because: `pool ${pool.name}: ${pool.maxNodes} x ${pool.machineType}${reservedOf(pool)}${extra > 0 ? `, and ${extra} more during an upgrade` : ''}`,
      amountOf: (_machines, counts) => nodes * { vcpus: machine.vcpus, gpus: machine.gpu?.count ?? 0 }[counts],
    },
  ];
}

/** The parts of an automatic pool's bounds that may be interruptible and not. */
function marketsOf({ spotPercent, onDemandFallback }: NonNullable<NodePool['automatic']>): readonly [Market, number][] {
  return (
    [
      ['on-demand', spotPercent === 100 && onDemandFallback ? 100 : 100 - spotPercent],
      ['spot', spotPercent],
    ] as const
  ).flatMap(([market, percent]) => (percent > 0 ? [[market, percent] as [Market, number]] : []));
}

/** What is reserved is sold at full price, also where a pool takes nothing else at it. */
function reservedShare(pool: NodePool): PoolShare[] {
  const { name, reservation, machine, machineType, automatic } = pool;
  if (!reservation || !automatic || marketsOf(automatic).some(([market]) => market === 'on-demand')) return [];
  const count = reservedMachines(reservation);
  return [
    {
      market: 'on-demand',
      machines: [{ type: machineType, machine }],
      because: `pool ${name}: ${count} x ${machineType}, reserved`,
      amountOf: (_machines, counts) => count * { vcpus: machine.vcpus, gpus: machine.gpu?.count ?? 0 }[counts],
    },
  ];
}

function automaticShares(pool: NodePool): PoolShare[] {
  const { name, automatic } = pool;
  if (!automatic) return [];
  const { limits, machines } = automatic;
  const bought = marketsOf(automatic).map(([market, percent]): PoolShare => {
    const part = (bound: number): number => Math.floor((bound * percent) / 100);
    return {
      market,
      machines,
      because: `pool ${name}: up to ${limits.gpus > 0 ? `${limits.gpus} GPUs` : `${part(limits.vcpus)} vCPUs`} of machines made for pods`,
      // GPUs bound what comes with them: fewer processors on machines with fewer of them for each GPU.
      amountOf: (group, counts) =>
        counts === 'gpus'
          ? limits.gpus
          : Math.min(
              part(limits.vcpus),
              limits.gpus > 0
                ? Math.ceil(
                    Math.max(...group.map(({ machine }) => machine.vcpus / (machine.gpu?.count ?? 1))) * limits.gpus,
                  )
                : Number.POSITIVE_INFINITY,
            ),
    };
  });
  return [...bought, ...reservedShare(pool)];
}

/**
 * What one share takes of each quota. A pool that may have machines of several families counts whole against each of
 * their quotas, as all its machines may be of one; the quotas that its first choice does not need, it can go without.
 */
function demandsOf(share: PoolShare, firstChoice: string, { ofMachine }: Counting): QuotaDemand[] {
  const counted = share.machines.flatMap((allowed) =>
    ofMachine(allowed.type, allowed.machine, share.market).map((entry) => ({ ...entry, allowed })),
  );
  const keys = [...new Set(counted.map(({ quota }) => quotaKey(quota)))];
  const own = new Set(
    counted.filter(({ allowed }) => allowed.type === firstChoice).map(({ quota }) => quotaKey(quota)),
  );
  return keys.flatMap((key): QuotaDemand[] => {
    const entries = counted.filter(({ quota }) => quotaKey(quota) === key);
    const [first] = entries;
    if (!first) return [];
    const amount = share.amountOf(
      entries.map(({ allowed }) => allowed),
      first.counts,
    );
    const needed = own.size === 0 || own.has(key);
    return [{ quota: first.quota, amount, because: share.because, ...(needed ? {} : { optional: true as const }) }];
  });
}

/** What the machines of a site's pools take of the account's quotas when every pool is at its upper bound. */
export function machineDemands({ cloud, pools }: Pick<CloudSite, 'cloud' | 'pools'>): QuotaDemand[] {
  const counting = cloudQuotas[cloud];
  return pools.flatMap((pool) => {
    const shares = pool.automatic ? automaticShares(pool) : steadyShare(pool, counting);
    return shares.flatMap((share) => demandsOf(share, pool.machineType, counting));
  });
}

/** Demands on one quota, added up. */
export interface QuotaTotal {
  readonly quota: Quota;
  readonly needed: number;
  readonly because: readonly string[];
  /** Nothing needs it: pools that would take it have other machines. */
  readonly optional: boolean;
}

/** All demands on each quota: what must be there is added up, what pools can go without stands apart. */
export function totalDemands(demands: readonly QuotaDemand[]): QuotaTotal[] {
  const keys = [...new Set(demands.map(({ quota }) => quotaKey(quota)))];
  return keys.flatMap((key): QuotaTotal[] => {
    const all = demands.filter(({ quota }) => quotaKey(quota) === key);
    const firm = all.filter(({ optional }) => !optional);
    const counted = firm.length > 0 ? firm : all;
    const [first] = counted;
    if (!first) return [];
    return [
      {
        quota: first.quota,
        needed: sum(counted.map(({ amount }) => amount)),
        because: counted.map(({ because }) => because),
        optional: firm.length === 0,
      },
    ];
  });
}
