import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import type { PricedOutput } from '../estimate';
import { addressOf } from '../resource';
import type { Breach } from './breach';
import type { Kept } from './kept';
import { keptByResource } from './kept-by-resource';

const words: { readonly [L in Kept['limit']]: string } = {
  logDays: 'logs are kept',
  versionDays: 'what was replaced or deleted is kept',
};

/** What is kept for longer than the budget pays for. */
export function longRetention(output: PricedOutput, { retention }: BudgetConfig): Breach[] {
  if (Object.keys(retention).length === 0) return [];
  return keptByResource(output).flatMap(({ resource: one, kept: { limit, days } }): Breach[] => {
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
}
