import type { Finding, Site } from '../../environments/model';
import type { BudgetConfig } from '../../environments/schema/budget-schema';
import type { Assumed } from './assumptions';
import { estimate, type PricedOutput } from './estimate';
import { excessGpuHours } from './limits/gpu-hours';
import { breachFindings, idleExemptions } from './limits/judge-breaches';
import { longRetention } from './limits/long-retention';
import { strangeFamilies } from './limits/machine-families';
import { missingTags } from './limits/missing-tags';
import { lowSpotShare } from './limits/spot-share';
import { overBudget, overSiteBudget } from './over-budget';
import { priceBook } from './prices/price-book';
import { unpricedFindings } from './unpriced-findings';

interface Held {
  readonly budget: BudgetConfig;
  readonly assumed: Assumed;
  /** Whom the environment serves. Default: nobody counts them. */
  readonly customers?: number;
  /** Of the environment, for findings. */
  readonly file: string;
  /** Those that were synthesized. */
  readonly sites: readonly Site[];
}

/** The bill of some output, and what is wrong with it and with the spending, by what an environment may cost. */
export function judgeCost(output: PricedOutput, { budget, assumed, customers, file, sites }: Held) {
  const bill = estimate(output, {
    book: priceBook(),
    assumed,
    commitments: budget.commitments,
  });
  const { lines, unpriced } = bill;
  const { exemptions } = budget;
  const breaches = [
    ...missingTags(output, budget),
    ...longRetention(output, budget),
    ...sites.flatMap((site) => [...strangeFamilies(site, budget), ...lowSpotShare(site, budget)]),
    ...excessGpuHours(lines, sites, budget),
  ];
  const inFile = (found: readonly Omit<Finding, 'file'>[]): Finding[] => found.map((finding) => ({ ...finding, file }));
  return {
    bill,
    /** Of the environment as a whole. */
    ofAll: [
      ...inFile(overBudget(lines, budget, customers)),
      ...unpricedFindings(unpriced, file),
      ...breachFindings(breaches, exemptions, file, undefined),
      ...idleExemptions(breaches, exemptions, file),
    ],
    ofSite: (site: string): Finding[] => [
      ...inFile(overSiteBudget(lines, budget, site)),
      ...breachFindings(breaches, exemptions, file, site),
    ],
  };
}
