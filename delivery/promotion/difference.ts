import { loadAll } from 'js-yaml';
import type { BudgetConfig } from '../../environments/schema/budget-schema';
import { statedAssumptions } from '../../policies/cost/assumed';
import { attributionOf } from '../../policies/cost/attribution';
import { type AttributedBill, type BillDifference, differenceOf } from '../../policies/cost/difference';
import { estimate, type PricedOutput } from '../../policies/cost/estimate';
import { priceBook } from '../../policies/cost/prices/price-book';
import type { Manifest, StackJson } from '../../policies/site-output';
import type { RecoverySummary } from '../recovery-summary';
import { type RecoveryChange, recoveryDifference } from './recovery-difference';
import { type Risk, risksOf } from './risks';
import { type RenderedTree, type TreeChangeItem, treeDifference } from './tree-difference';

/** What an environment would be after a promotion, against what it is. Plain data. */
export interface PromotionDifference {
  /** Resources and objects, by site, kind and name. */
  readonly changes: readonly Omit<TreeChangeItem, 'before' | 'after'>[];
  readonly money: BillDifference;
  /** `null`: nobody knows what was promised before, and why. */
  readonly recovery: readonly RecoveryChange[] | null;
  readonly recoveryUnknown?: string;
  readonly risks: readonly Risk[];
}

/** A tree as the estimator reads it. */
function outputOf(tree: RenderedTree): PricedOutput {
  const stacks: PricedOutput['stacks'][number][] = [];
  const objects: PricedOutput['objects'][number][] = [];
  for (const [path, text] of tree) {
    const folders = path.split('/').slice(0, -1);
    const [site = ''] = folders;
    if (path.endsWith('.tf.json')) {
      stacks.push({ site, stack: folders.at(-1) ?? '', json: JSON.parse(text) as StackJson });
    } else if (/\.ya?ml$/.test(path)) {
      const read = (loadAll(text) as (Manifest | undefined)[]).flatMap((one) => (one?.kind ? [one] : []));
      objects.push(...read.map((manifest) => ({ site, manifest })));
    }
  }
  return { stacks, objects };
}

function billOf(tree: RenderedTree, budget: BudgetConfig | undefined, file: string): AttributedBill {
  const output = outputOf(tree);
  const bill = estimate(output, {
    book: priceBook(),
    assumed: statedAssumptions(budget?.assumptions ?? {}, file),
    ...(budget ? { commitments: budget.commitments } : {}),
  });
  return { bill, attributed: attributionOf(output) };
}

export interface Compared {
  readonly tree: RenderedTree;
  /** What is promised; a text: why nobody knows. */
  readonly recovery: RecoverySummary | string | undefined;
}

/**
 * What a promotion changes: resources, objects, money, recovery and risk.
 * @param file of the environment, for findings on its assumptions
 * @throws InputError COST_ASSUMPTION
 */
export function promotionDifference(
  before: Compared,
  after: Compared,
  budget: BudgetConfig | undefined,
  file: string,
): PromotionDifference {
  const changes = treeDifference(before.tree, after.tree);
  const unknown = [before.recovery, after.recovery].find((one) => typeof one === 'string');
  const recovery =
    typeof before.recovery === 'string' || typeof after.recovery === 'string'
      ? null
      : recoveryDifference(before.recovery, after.recovery);
  return {
    changes: changes.map(({ before: _before, after: _after, ...change }) => change),
    money: differenceOf(billOf(before.tree, budget, file), billOf(after.tree, budget, file)),
    recovery,
    ...(unknown === undefined ? {} : { recoveryUnknown: unknown }),
    risks: risksOf(changes, recovery ?? []),
  };
}
