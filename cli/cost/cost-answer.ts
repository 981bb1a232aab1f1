import { clouds } from '../../environments/facts';
import type { CheckedWords } from './checked-words';
import type { CostOptions } from './cost-options';
import { advisedInput, pricedAgainst, pricedChange, pricedOutput, pricedVariants } from './cost-output';
import { pricing, type Told, tellAdvice, tellBill, tellComparison, tellDifference, tellLeftovers } from './cost-told';

/** What there is to tell of the question that was asked; of none, the bill. */
export async function costAnswer(
  typed: string | undefined,
  options: CostOptions,
  { assumed, changes, period }: CheckedWords,
): Promise<Told> {
  const { from, against, compare, afterDestroy, advice, pools, by, months, freeTiers, on, actual, chargeback } =
    options;
  const how = await pricing({ pools, freeTiers }, assumed, on);
  if (advice) return tellAdvice(await advisedInput(typed ?? '', { pools, assumed }), how);
  if (compare) {
    const chosen = compare === true ? clouds : [...new Set(compare)];
    return tellComparison(await pricedVariants(typed ?? '', chosen), how, by);
  }
  if (changes.length > 0) return tellDifference(await pricedChange(typed ?? '', changes), how, by);
  if (against !== undefined) return tellDifference(await pricedAgainst(typed, from, against), how, by);
  const priced = await pricedOutput(typed, from);
  if (afterDestroy) return tellLeftovers(priced, how);
  const asked = actual && { files: actual, kind: options.costs ?? 'effective', period };
  if (!asked && chargeback === undefined) return tellBill(priced, how, { by, months });
  const { tellActual, tellChargeback } = await import('./cost-actual-told');
  return asked && chargeback === undefined
    ? tellActual(priced, how, asked)
    : tellChargeback(priced, how, typeof chargeback === 'string' ? chargeback : 'service', asked);
}
