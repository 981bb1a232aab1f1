import type { Finding, Site } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import type { SiteOutput } from '../policies/site-output';
import type { EnvironmentStacksBuild } from './environment-stacks';

/** What holds the bill of an environment. */
export interface CostGate {
  /**
   * Prices what was synthesized, and holds it to the budget.
   * @returns what is found at a site; what is found of the environment as a whole is found at its primary, and only where all
   *   its sites were built
   */
  readonly judge: (
    shared: EnvironmentStacksBuild['stacks'],
    built: readonly { readonly site: Site; readonly output: SiteOutput }[],
  ) => (site: Site) => readonly Finding[];
}

const open: CostGate = { judge: () => () => [] };

/**
 * Where an environment states no budget nothing of cost is loaded, and nothing is found.
 * @throws InputError COST_ASSUMPTION
 */
export async function costGate({ config, sites }: Environment, file: string): Promise<CostGate> {
  const { budget, business } = config;
  if (!budget) return open;
  const [{ statedAssumptions }, { judgeCost }, { pricedOutput }] = await Promise.all([
    import('../policies/cost/assumed'),
    import('../policies/cost/judge-cost'),
    import('./priced-environment'),
  ]);
  const assumed = statedAssumptions(budget.assumptions, file);
  return {
    judge: (shared, built) => {
      const whole = built.length === sites.length;
      const judged = judgeCost(pricedOutput(shared, built), {
        budget,
        assumed,
        customers: business?.customers,
        file,
        sites: built.map(({ site }) => site),
      });
      return ({ name, role }) => [...(whole && role === 'primary' ? judged.ofAll : []), ...judged.ofSite(name)];
    },
  };
}
