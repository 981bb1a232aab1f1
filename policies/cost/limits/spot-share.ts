import { isSitePublicCloud, type NodePool, type Site } from '../../../environments/model';
import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import type { Breach } from './breach';

const counted: readonly NodePool['purpose'][] = ['general', 'spot'];

const vcpusOf = ({ automatic, machine, maxNodes }: NodePool): number =>
  automatic ? automatic.limits.vcpus : machine.vcpus * maxNodes;

const interruptible = (pool: NodePool): number =>
  pool.automatic ? pool.automatic.spotPercent / 100 : Number(pool.spot);

/** A site whose pools may grow to less interruptible capacity than the budget asks for. */
export function lowSpotShare(site: Site, { spotShare }: BudgetConfig): Breach[] {
  if (spotShare === undefined || !isSitePublicCloud(site)) return [];
  const pools = site.pools.filter(({ purpose }) => counted.includes(purpose));
  const all = pools.reduce((sum, pool) => sum + vcpusOf(pool), 0);
  const spot = pools.reduce((sum, pool) => sum + vcpusOf(pool) * interruptible(pool), 0);
  if (spot >= spotShare * all) return [];
  return [
    {
      limit: 'spotShare',
      code: 'COST_SPOT_SHARE',
      site: site.name,
      place: 'budget.spotShare',
      subject: site.name,
      message: `${spot} of the ${all} vCPUs that its pools may grow to are interruptible, a share of ${(spot / all).toFixed(2)}`,
      value: spotShare,
      fix: 'raise maxNodes of pools.spot, lower that of pools.general, or state spotPercent of an automatic pool',
    },
  ];
}
