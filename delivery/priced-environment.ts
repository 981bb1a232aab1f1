import type { Site } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import type { PricedOutput } from '../policies/cost/estimate';
import type { SiteOutput } from '../policies/site-output';
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
 * @throws InputError when an object asks for what the operators of a site do not serve
 */
export async function pricedEnvironment(environment: Environment): Promise<PricedOutput> {
  const { stacks } = await buildEnvironmentTree(environment);
  const sites: SynthesizedSite[] = [];
  for (const site of environment.sites) sites.push({ site, output: (await renderSiteOutput(site)).output });
  return pricedOutput(stacks, sites);
}
