import type { NeedRequest } from '../constructs/contracts/need-provider';
import { type CloudSite, isSitePublicCloud, type Site } from '../environments/model';
import { environmentFiles } from '../environments/model/environment-files';
import { loadEnvironment, shownPath } from '../environments/model/load-environment';
import type { RecordedOperators } from '../policies/operator-upgrades';
import { planUpgrade, type UpgradePlan } from '../policies/upgrades/plan-upgrade';
import type { PlacedObject } from '../policies/upgrades/removed-apis';
import type { EarlierEnvironment, WantedUpgrades } from '../policies/upgrades/upgrade-input';
import { recoveryCommandsOf } from '../stacks/recovery-commands';
import { environmentName } from './build';
import { checkSites } from './check-sites';
import { recordedOperators } from './environment-lock';
import { wayTo } from './promotion/order';
import { promotionSteps } from './promotion/promotion-steps';
import { renderSiteOutput } from './site-output';
import { yamlObjects } from './yaml-objects';

export interface UpgradeRequest {
  readonly wanted: WantedUpgrades;
  /** ISO date. */
  readonly asOf: string;
  /** Folder with objects of somebody else. Default: only what is rendered is looked at. */
  readonly from?: string;
  /** Environments that must run it before. Default: by `release.promotedFrom`, the whole way to it. */
  readonly after?: readonly string[];
  /** Told when a site is rendered, for progress. */
  readonly onSite?: (site: string) => void;
}

interface EarlierOnes {
  readonly environments: readonly EarlierEnvironment[];
  readonly warnings: readonly string[];
}

/** Those that releases go through before they are here; nobody guesses an order from names. */
async function earlierNames(name: string, known: readonly string[]) {
  const steps = await promotionSteps();
  const names = wayTo(name, steps)
    .slice(0, -1)
    .filter((one) => known.includes(one));
  const hasOrder = names.length > 0 || known.length < 2 || steps.some(({ promotedFrom }) => promotedFrom === name);
  return {
    names,
    warnings: hasOrder
      ? []
      : [
          `Nobody says which environments run it before ${name}: state \`release.promotedFrom\`, or name them by --after`,
        ],
  };
}

async function earlierEnvironments(path: string, after: readonly string[] | undefined): Promise<EarlierOnes> {
  const files = new Map(environmentFiles().map((file) => [environmentName(file), file]));
  const { names, warnings } = after
    ? { names: after, warnings: [] }
    : await earlierNames(environmentName(path), [...files.keys()]);
  const environments = await Promise.all(
    names.map(async (name) => {
      const { environment } = await loadEnvironment(files.get(name) ?? name);
      return { name: environment.name, kubernetesVersion: environment.config.kubernetesVersion };
    }),
  );
  return { environments, warnings };
}

/** What the clouds call it, for databases of theirs. */
async function majorUpgrades(sites: readonly Site[]) {
  const managed = sites.filter(isSitePublicCloud).filter(({ providers }) => providers.postgres === 'managed');
  const commands = new Map(
    await Promise.all(managed.map(async (site) => [site.name, await recoveryCommandsOf(site)] as const)),
  );
  return (request: NeedRequest<'postgres', Site>, to: number) => {
    const found = commands
      .get(request.site.name)
      ?.database.upgradeMajor(request as NeedRequest<'postgres', CloudSite>, to);
    return found ? [found.backup, found.upgrade] : [];
  };
}

/**
 * The plan of an upgrade of the environment in a file. Nothing is written, and nobody is asked.
 * @throws InputError when the environment or what was typed is wrong
 */
export async function plannedUpgrade(path: string, request: UpgradeRequest): Promise<UpgradePlan> {
  const { environment } = await loadEnvironment(path);
  checkSites(environment, shownPath(path));
  const foreign = request.from === undefined ? [] : yamlObjects(request.from);
  const earlier = await earlierEnvironments(path, request.after);
  const recorded: RecordedOperators = recordedOperators(path);
  const objects: PlacedObject[] = [...foreign];
  for (const site of environment.sites) {
    request.onSite?.(site.name);
    const { output } = await renderSiteOutput(site);
    objects.push(...output.manifests.map((object) => ({ of: site.name, object })));
  }
  const plan = planUpgrade(
    {
      environment,
      wanted: request.wanted,
      objects,
      recorded,
      asOf: request.asOf,
      earlier: earlier.environments,
      majorUpgrade: await majorUpgrades(environment.sites),
    },
    shownPath(path),
  );
  return { ...plan, warnings: [...plan.warnings, ...earlier.warnings] };
}
