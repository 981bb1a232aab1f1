import type { Construct } from 'constructs';
import type { EnvironmentStackName } from '../constructs/contracts';
import { isSitePublicCloud } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import type { EnvironmentStack } from './environment-stack';
import { InterconnectStack } from './interconnect-stack';
import { sitePart } from './platforms';

export type EnvironmentStacks = Readonly<Partial<Record<EnvironmentStackName, EnvironmentStack>>>;

/** Builds the stacks that an environment has besides those of its sites. Their state lies with the primary site. */
export async function buildEnvironmentStacks(scope: Construct, environment: Environment): Promise<EnvironmentStacks> {
  const { interconnect } = environment;
  if (!interconnect) return {};
  const onClouds = environment.sites.filter(isSitePublicCloud);
  const home = onClouds.find(({ role }) => role === 'primary') ?? onClouds[0];
  if (!home) throw new Error(`${environment.name} joins sites and has none on a public cloud`);
  const joined = onClouds.filter(({ linkedTo }) => linkedTo !== undefined);
  return {
    interconnect: new InterconnectStack(scope, {
      environment: environment.name,
      home: await sitePart(home),
      sites: await Promise.all(joined.map((site) => sitePart(site))),
      after: joined.map((site) => `${site.name}-network`),
      plan: interconnect,
    }),
  };
}
