import { cloudQuotas, quotaKey } from '../facts/quotas';
import { machineDemands, totalDemands } from '../model/machine-demand';
import { nodePools } from '../model/pools';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** What the account was granted, where the environment states it, has room for every pool at its upper bound. */
export const quotasRule: EnvironmentRule = (environment) => {
  const { pools } = environment;
  if (!pools) return [];
  return cloudSites(environment).flatMap(({ site, index }): RuleFinding[] => {
    const granted = site.quotas ?? {};
    const place = (key: string): string => `sites[${index}].quotas[${JSON.stringify(key)}]`;
    const known = cloudQuotas[site.cloud].all.map(quotaKey);
    const unknown = Object.keys(granted)
      .filter((key) => !known.includes(key))
      .map(
        (key): RuleFinding => ({
          code: 'UNKNOWN_QUOTA',
          place: place(key),
          message: `no quota of ${site.cloud} that is looked at`,
          value: key,
          allowed: known,
          fix: 'use the name that `evenkeel preflight` shows',
        }),
      );
    const demands = machineDemands({ cloud: site.cloud, pools: nodePools(pools, site) });
    const exceeded = totalDemands(demands).flatMap(({ quota, needed, because, optional }): RuleFinding[] => {
      const key = quotaKey(quota);
      const limit = granted[key];
      if (limit === undefined || optional || needed <= limit) return [];
      return [
        {
          code: 'QUOTA_EXCEEDED',
          place: place(key),
          message: `${quota.name}: ${needed} ${quota.unit} at most (${because.join('; ')})`,
          value: limit,
          allowed: [`at least ${needed}`],
          fix: 'lower maxNodes or maxVcpus of the pools, use smaller machines, or have the quota raised and state it here',
        },
      ];
    });
    return [...unknown, ...exceeded];
  });
};
