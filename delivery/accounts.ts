import { type CloudSite, type Finding, isSitePublicCloud } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import { type AccountFacts, accountFacts } from '../policies/accounts/first-steps';
import { type NeededPermissions, neededPermissions } from '../policies/permissions/needed-permissions';
import { type PipelineReview, reviewPipeline } from '../policies/permissions/pipeline-review';
import type { SiteOutput } from '../policies/site-output';

/** What a site's account must have and allow. */
export interface SiteAccount extends AccountFacts {
  readonly site: string;
  /** In the order of applying. */
  readonly stacks: readonly (NeededPermissions & { readonly name: string })[];
  /** What the roles of the pipeline cover of it; none where the environment has no pipeline. */
  readonly pipeline: readonly PipelineReview[];
}

export interface EnvironmentAccounts {
  readonly environment: string;
  readonly accounts: readonly SiteAccount[];
  readonly findings: readonly Finding[];
}

/** What an account must have and allow for a site, as far as its stacks say. */
export function siteAccount(site: CloudSite, output: SiteOutput): SiteAccount {
  const { cloud, name } = site;
  return {
    site: name,
    ...accountFacts(site, output),
    stacks: Object.entries(output.stacks).flatMap(([stack, json]) =>
      json ? [{ name: stack, ...neededPermissions(cloud, json) }] : [],
    ),
    pipeline: site.ci ? (['plan', 'apply'] as const).map((step) => reviewPipeline(cloud, output, step)) : [],
  };
}

function findingsOf({ site, stacks, pipeline }: SiteAccount): Finding[] {
  const unknown = stacks.flatMap(({ name, unknown: types }) =>
    types.map(
      (type): Finding => ({
        code: 'PERMISSION_UNKNOWN',
        file: site,
        place: name,
        message: 'nobody has said what this type of resource asks of its cloud',
        value: type,
        fix: 'add it to policies/permissions',
      }),
    ),
  );
  const missing = pipeline.flatMap(({ step, missing: byStack }) =>
    Object.entries(byStack).map(
      ([stack, permissions]): Finding => ({
        code: 'PERMISSION_MISSING',
        file: site,
        place: stack,
        message: `the pipeline's role to ${step} lacks what the stack needs`,
        value: permissions,
        fix: 'grant it where the trust of the pipeline is made',
      }),
    ),
  );
  return [...unknown, ...missing];
}

/** Accounts of an environment: what to make before the first apply, and who must be allowed what. */
export async function environmentAccounts(
  environment: Environment,
  onSite?: (site: string) => void,
): Promise<EnvironmentAccounts> {
  const [{ renderSiteOutput }, { buildEnvironmentTree }] = await Promise.all([
    import('./site-output'),
    import('./environment-stacks'),
  ]);
  const shared = await buildEnvironmentTree(environment);
  const accounts: SiteAccount[] = [];
  for (const site of environment.sites.filter(isSitePublicCloud)) {
    onSite?.(site.name);
    const { output } = await renderSiteOutput(site);
    accounts.push(siteAccount(site, { ...output, stacks: { ...output.stacks, ...shared.stacks } }));
  }
  return { environment: environment.name, accounts, findings: accounts.flatMap(findingsOf) };
}
