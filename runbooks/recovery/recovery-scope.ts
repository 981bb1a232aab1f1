import type { RecoveryCommands } from '../../constructs/contracts/recovery-commands';
import type { ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import type { CloudSite, EdgePlan, StoreCopy } from '../../environments/model';
import type { Clock } from '../engine/clock';
import type { CommandRunner } from '../engine/command-runner';
import type { DirectDelivery } from './direct-delivery';

/** What code of recovery steps works with. */
export interface RecoveryContext {
  readonly commands: CommandRunner;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** As the environment file says now. */
  statedRoles(): Promise<StatedRoles>;
  /** Delivers without Git, where a runbook is told to. Default: nobody does. */
  readonly direct?: DirectDelivery;
}

/** Which site is primary, and of how many that there have been. */
export interface StatedRoles {
  /** Name of the site. */
  readonly primary: string;
  /** From 1, where nothing is promised. */
  readonly lineage: number;
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

/** What the file has to say once a site has taken over, whether it says so already or not. */
export function rolesAfter({ site: { name, recovery } }: ReachedSite): StatedRoles {
  if (!recovery) return { primary: name, lineage: 1 };
  const { primary, lineage } = recovery;
  return { primary: name, lineage: primary.name === name ? lineage : lineage + 1 };
}

/** Where kubectl finds a site, beside the journals. */
export const kubeconfigPath = (root: string, environment: string, site: string): string =>
  `${root}/runbooks/${environment}/${site}.kubeconfig`;

/** Copies that a site takes from another one. */
export const copiesBetween = ({ site }: ReachedSite, from: string): readonly StoreCopy[] =>
  site.recovery?.copies.filter((copy) => copy.from.name === from && copy.to.name === site.name) ?? [];
