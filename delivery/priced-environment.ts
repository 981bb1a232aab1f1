import type { Site } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import type { PricedOutput } from '../policies/cost/estimate';
import type { SiteOutput } from '../policies/site-output';
import { checkSites } from './check-sites';
import { buildEnvironmentTree, type EnvironmentStacksBuild, environmentFolder } from './environment-stacks';
import { renderSiteOutput } from './site-output';

/** A site, and what it synthesizes. */
interface SynthesizedSite {
  readonly site: Pick<Site, 'name' | 'role' | 'recovery'>;
  readonly output: SiteOutput;
}

/** What was synthesized, as the estimator reads it. */
export const pricedOutput = (
  shared: EnvironmentStacksBuild['stacks'],
  sites: readonly SynthesizedSite[],
): PricedOutput => ({
  stacks: [
    ...Object.entries(shared).map(([stack, json]) => ({ site: environmentFolder, stack, json })),
    ...sites.flatMap(({ site, output }) =>
      Object.entries(output.stacks).map(([stack, json]) => ({ site: site.name, stack, json })),
    ),
  ],
  objects: sites.flatMap(({ site, output }) => output.manifests.map((manifest) => ({ site: site.name, manifest }))),
  sites: sites.map(({ site: { name, role, recovery } }) => ({
    site: name,
    role,
    ...(recovery && role === 'standby' ? { tier: recovery.tier } : {}),
  })),
});

/**
 * All that an environment synthesizes, as the estimator reads it. Nothing is written.
 * @param file what findings call it. Default: its name
 * @throws InputError when something is needed that nothing on a site can provide
 */
export async function pricedEnvironment(environment: Environment, file = environment.name): Promise<PricedOutput> {
  checkSites(environment, file);
  const { stacks } = await buildEnvironmentTree(environment);
  const sites: SynthesizedSite[] = [];
  for (const site of environment.sites) sites.push({ site, output: (await renderSiteOutput(site)).output });
  return pricedOutput(stacks, sites);
}
