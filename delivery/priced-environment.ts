import type { Environment } from '../environments/model/resolve-environment';
import type { PricedOutput } from '../policies/cost/estimate';
import { buildEnvironmentTree, environmentFolder } from './environment-stacks';
import { renderSiteOutput } from './site-output';

/**
 * All that an environment synthesizes, as the estimator reads it. Nothing is written.
 * @throws InputError when an object asks for what the operators of a site do not serve
 */
export async function pricedEnvironment(environment: Environment): Promise<PricedOutput> {
  const shared = await buildEnvironmentTree(environment);
  const stacks = Object.entries(shared.stacks).map(([stack, json]) => ({ site: environmentFolder, stack, json }));
  const objects: PricedOutput['objects'][number][] = [];
  for (const site of environment.sites) {
    const { output } = await renderSiteOutput(site);
    stacks.push(...Object.entries(output.stacks).map(([stack, json]) => ({ site: site.name, stack, json })));
    objects.push(...output.manifests.map((manifest) => ({ site: site.name, manifest })));
  }
  return { stacks, objects };
}
