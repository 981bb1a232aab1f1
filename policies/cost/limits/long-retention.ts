import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import { awsRetention } from '../aws/retention';
import { azureRetention } from '../azure/retention';
import type { PricedOutput } from '../estimate';
import { googleRetention } from '../google/retention';
import { addressOf } from '../resource';
import { referencesIn, resourcesOf } from '../resources';
import type { Breach } from './breach';
import type { AboutIt, Kept, RetentionReaders } from './kept';

const readers: RetentionReaders = { ...awsRetention, ...googleRetention, ...azureRetention };

const words: { readonly [L in Kept['limit']]: string } = {
  logDays: 'logs are kept',
  versionDays: 'what was replaced or deleted is kept',
};

/** What is kept for longer than the budget pays for. */
export function longRetention({ stacks }: PricedOutput, { retention }: BudgetConfig): Breach[] {
  if (Object.keys(retention).length === 0) return [];
  const resources = resourcesOf(stacks);
  const referredFrom = referencesIn(resources);
  return resources.flatMap((one) => {
    const about: AboutIt = (type, field) =>
      resources.filter((other) => other.type === type && referredFrom(other)(other.values[field]) === one);
    return (readers[one.type]?.(one, about) ?? []).flatMap(({ limit, days }): Breach[] => {
      const most = retention[limit];
      if (most === undefined || days <= most) return [];
      return [
        {
          limit: 'retention',
          code: 'COST_RETENTION',
          site: one.site,
          place: `budget.retention.${limit}`,
          subject: `${one.site} ${one.stack} ${addressOf(one)}`,
          message: `${words[limit]} ${Number.isFinite(days) ? `for ${days} days` : 'for ever'}`,
          value: most,
          fix: 'keep it for a shorter time, or exempt what has to be kept and say why',
        },
      ];
    });
  });
}
