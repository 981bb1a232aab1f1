import type { Finding, Site } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import type { CostSummary } from '../policies/cost/cost-summary';
import type { SiteOutput } from '../policies/site-output';
import type { EnvironmentStacksBuild } from './environment-stacks';

/** What the gate says of what was built. */
interface JudgedCost {
  /**
   * What is found at a site; what is found of the environment as a whole is found at its primary, and only where all its sites
   * were built.
   */
  readonly findingsOf: (site: Site) => readonly Finding[];
  /** The bill as the report shows it. Default: there is no budget, so nothing was priced, or a site is missing. */
  readonly summary?: CostSummary;
}

/** What holds the bill of an environment. */
export interface CostGate {
  /** Prices what was synthesized, and holds it to the budget. */
  readonly judge: (
    shared: EnvironmentStacksBuild['stacks'],
    built: readonly { readonly site: Site; readonly output: SiteOutput }[],
  ) => JudgedCost;
}

const open: CostGate = { judge: () => ({ findingsOf: () => [] }) };

/**
 * Where an environment states no budget nothing of cost is loaded, and nothing is found.
 * @throws InputError COST_ASSUMPTION
 */
export async function costGate({ config, sites }: Environment, file: string): Promise<CostGate> {
  const { budget, business } = config;
  if (!budget) return open;
  const [{ statedAssumptions }, { attributionOf }, { costSummary }, { judgeCost }, { pricedOutput }] =
    await Promise.all([
      import('../policies/cost/assumed'),
      import('../policies/cost/attribution'),
      import('../policies/cost/cost-summary'),
      import('../policies/cost/judge-cost'),
      import('./priced-environment'),
    ]);
  const assumed = statedAssumptions(budget.assumptions, file);
  return {
    judge: (shared, built) => {
      const whole = built.length === sites.length;
      const output = pricedOutput(shared, built);
      const judged = judgeCost(output, {
        budget,
        assumed,
        customers: business?.customers,
        file,
        sites: built.map(({ site }) => site),
      });
      const priced = { bill: judged.bill, attributed: attributionOf(output) };
      const { monthlyUsd: budgetUsd } = budget;
      return {
        findingsOf: ({ name, role }) => [...(whole && role === 'primary' ? judged.ofAll : []), ...judged.ofSite(name)],
        ...(whole ? { summary: costSummary(priced, { purposes: output.sites, budgetUsd }) } : {}),
      };
    },
  };
}
