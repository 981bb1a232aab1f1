import type { RecoveryCommands } from '../../constructs/contracts/recovery-commands';
import type { ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import type { CloudSite, EdgePlan, StoreCopy } from '../../environments/model';
import type { Clock } from '../engine/clock';
import type { CommandRunner } from '../engine/command-runner';

/** What code of recovery steps works with. */
export interface RecoveryContext {
  readonly commands: CommandRunner;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Name of the site that the environment file, as it stands now, calls primary. */
  statedPrimary(): Promise<string>;
}

/** A site with the words of its cloud, and its cluster. */
export interface ReachedSite {
  readonly site: CloudSite;
  readonly commands: RecoveryCommands<CloudSite>;
  readonly cluster: ReachedCluster;
}

/** What every recovery runbook knows of its environment. Plain data and pure functions. */
export interface RecoveryScope {
  readonly environment: string;
  readonly domain: string;
  /** Every site of the environment that a runbook may touch, by name. */
  readonly sites: Readonly<Record<string, ReachedSite>>;
  readonly edge?: EdgePlan;
  /** UTC second at which the run was begun; the same when it goes on. */
  readonly begun: string;
  /** Tells runs apart in names of jobs: `20261120120000`. From the time that was typed, or the day of the run. */
  readonly stamp: string;
}

export const siteOf = ({ sites }: RecoveryScope, name: string): ReachedSite => {
  const found = sites[name];
  if (!found) throw new Error(`${name} is no site of the environment`);
  return found;
};

/** Where kubectl finds a site, beside the journals. */
export const kubeconfigPath = (root: string, environment: string, site: string): string =>
  `${root}/runbooks/${environment}/${site}.kubeconfig`;

/** Copies that a site takes from another one. */
export const copiesBetween = ({ site }: ReachedSite, from: string): readonly StoreCopy[] =>
  site.recovery?.copies.filter((copy) => copy.from.name === from && copy.to.name === site.name) ?? [];
