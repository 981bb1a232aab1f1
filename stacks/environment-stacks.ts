import type { Construct } from 'constructs';
import { bucketSyncs, dataSecrets, type EnvironmentStackName, replicatesBuckets } from '../constructs/contracts';
import { type CloudSite, isSitePublicCloud } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import { EdgeStack } from './edge-stack';
import type { EnvironmentStack } from './environment-stack';
import { InterconnectStack } from './interconnect-stack';
import { sitePart } from './platforms';
import { RecoveryStack } from './recovery-stack';
import { SecretsStack } from './secrets-stack';

export type EnvironmentStacks = Readonly<Partial<Record<EnvironmentStackName, EnvironmentStack>>>;

/** The site that the others are measured by; its state store keeps what belongs to all. */
const homeOf = (sites: readonly CloudSite[]): CloudSite | undefined =>
  sites.find(({ role }) => role === 'primary') ?? sites[0];

const partsOf = (sites: readonly CloudSite[]) => Promise.all(sites.map((site) => sitePart(site)));

/** Builds the stacks that an environment has besides those of its sites. Their state lies with the primary site. */
export async function buildEnvironmentStacks(scope: Construct, environment: Environment): Promise<EnvironmentStacks> {
  const { interconnect, edge } = environment;
  const onClouds = environment.sites.filter(isSitePublicCloud);
  const home = homeOf(onClouds);
  if (!home) return {};
  const shared = { environment: environment.name, home: await sitePart(home) };
  const joined = onClouds.filter(({ linkedTo }) => linkedTo !== undefined);
  const sharing = onClouds.filter(({ sharesSecrets }) => sharesSecrets);
  const secretsCopied = sharing.length > 1 && dataSecrets(home).length > 0;
  const copied = onClouds.filter((site) => bucketSyncs(site).length > 0 || replicatesBuckets(site));
  const open = onClouds.filter((site) => site.edge !== undefined);
  return {
    ...(interconnect
      ? {
          interconnect: new InterconnectStack(scope, {
            ...shared,
            sites: await partsOf(joined),
            after: joined.map((site) => `${site.name}-network`),
            plan: interconnect,
          }),
        }
      : {}),
    ...(secretsCopied
      ? {
          secrets: new SecretsStack(scope, {
            ...shared,
            copies: await partsOf(sharing.filter((site) => site !== home)),
            after: sharing.map((site) => `${site.name}-data`),
            round: environment.config.secrets.shareRound,
          }),
        }
      : {}),
    ...(copied.length > 0
      ? {
          recovery: new RecoveryStack(scope, {
            ...shared,
            sites: await partsOf(copied),
            // Roles are for accounts of a cluster, on buckets that are there.
            after: copied.flatMap((site) => [`${site.name}-cluster`, `${site.name}-data`]),
          }),
        }
      : {}),
    ...(edge
      ? {
          edge: new EdgeStack(scope, {
            ...shared,
            sites: await partsOf(open),
            // It leads to the gateways, which GitOps makes.
            after: open.map((site) => `${site.name}-gitops`),
            domain: environment.config.domain,
            plan: edge,
          }),
        }
      : {}),
  };
}
