import { type CloudSite, type Finding, isSitePublicCloud, type NodePool } from '../../environments/model';
import { quotaChecks } from '../preflight/quota-checks';
import type { BuiltSite } from './standby-drift';

interface Capacity {
  readonly vcpus: number;
  readonly gpus: number;
}

const most = ({ automatic, maxNodes, machine }: NodePool): Capacity =>
  automatic
    ? { vcpus: automatic.limits.vcpus, gpus: automatic.limits.gpus }
    : { vcpus: maxNodes * machine.vcpus, gpus: maxNodes * (machine.gpu?.count ?? 0) };

/** GPU pools are held against each other by GPUs: machines of other clouds bring other processors with them. */
const counted = (pool: NodePool): { readonly amount: number; readonly unit: string } => {
  const { vcpus, gpus } = most(pool);
  return pool.purpose === 'gpu' ? { amount: gpus, unit: 'GPUs' } : { amount: vcpus, unit: 'vCPUs' };
};

function smallerPools(primary: CloudSite, standby: CloudSite): Omit<Finding, 'file'>[] {
  return primary.pools.flatMap((pool) => {
    const here = standby.pools.find(({ purpose }) => purpose === pool.purpose);
    const [needed, has] = [counted(pool), here ? counted(here).amount : 0];
    if (has >= needed.amount) return [];
    return [
      {
        code: 'STANDBY_QUOTA' as const,
        place: `pools.${pool.purpose}.maxNodes`,
        message: `could not carry what ${primary.name} carries: ${has} ${needed.unit} at most, and ${needed.amount} there`,
        value: has,
        allowed: [`at least ${needed.amount} ${needed.unit}`],
        fix: 'raise maxNodes of the standby (maxVcpus or maxGpus of automatic pools), or lower those of the primary',
      },
    ];
  });
}

/** A limit that nobody knows is found out on the day of the loss, when everybody asks. */
function unknownQuotas(primary: CloudSite, standby: CloudSite): Omit<Finding, 'file'>[] {
  if (Object.keys(primary.quotas ?? {}).length === 0 || Object.keys(standby.quotas ?? {}).length > 0) return [];
  return [
    {
      code: 'STANDBY_QUOTA',
      place: 'quotas',
      message: `what the account of ${primary.name} was granted is stated, and nothing of this one`,
      fix: `ask for what \`evenkeel preflight --site ${standby.name}\` lists, and state it as quotas of the site`,
    },
  ];
}

const shortQuotas = (standby: BuiltSite & { readonly site: CloudSite }): Omit<Finding, 'file'>[] =>
  quotaChecks(standby.site, standby.output)
    .filter(({ status, limitFrom }) => status === 'request' && limitFrom === 'environment')
    .map(({ key, quota, needed, limit, because }) => ({
      code: 'STANDBY_QUOTA' as const,
      place: `quotas[${JSON.stringify(key)}]`,
      message: `${quota.name}: at full size after a failover it needs ${needed} (${because.join('; ')})`,
      value: limit,
      allowed: [`at least ${needed}`],
      fix: 'have the quota raised and state what was granted',
    }));

/** Whether a standby that is promised to take over could grow to the size of its primary. */
export function standbyCapacity(primary: BuiltSite, standby: BuiltSite): readonly Finding[] {
  const [from, to] = [primary.site, standby.site];
  if (!isSitePublicCloud(from) || !isSitePublicCloud(to) || !to.recovery) return [];
  return [...smallerPools(from, to), ...unknownQuotas(from, to), ...shortQuotas({ ...standby, site: to })].map(
    (finding) => ({ ...finding, file: to.name }),
  );
}
