import { gitopsController, gitopsNamespace } from '../../charts/gitops/names';
import type { NeedRequest } from '../../constructs/contracts/need-provider';
import type { CheckedCommands } from '../../constructs/contracts/recovery-commands';
import { isSitePublicCloud, type Site } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import type { RuleFinding } from '../../environments/rules/rule';
import type { RecordedOperators } from '../operator-upgrades';
import type { PlacedObject } from './removed-apis';
import type { UpgradeStep } from './upgrade-step';

/** An operator that is to be upgraded. */
export interface WantedOperator {
  /** As in `services/operators.ts`. */
  readonly name: string;
  /** Version of its chart. Default: the one that is pinned. */
  readonly version?: string;
}

/** What is asked for. At least one of them. */
export interface WantedUpgrades {
  /** Minor version, such as `1.36`. */
  readonly kubernetes?: string;
  readonly operators: readonly WantedOperator[];
  /** Such as `4.3.1`. */
  readonly kafka?: string;
  /** Major version. */
  readonly postgres?: number;
  readonly airflow?: string;
  readonly mlflow?: string;
}

/** Another environment on the way to this one, as its file has it. */
export interface EarlierEnvironment {
  readonly name: string;
  readonly kubernetesVersion: string;
}

/** Everything that a plan is made of. Plain data, so that a plan is the same every time. */
export interface UpgradeInput {
  readonly environment: Pick<Environment, 'name' | 'sites'>;
  readonly wanted: WantedUpgrades;
  /** What sites render, and what else somebody applies to them. */
  readonly objects: readonly PlacedObject[];
  /** What the lock says that runs. */
  readonly recorded: RecordedOperators;
  /** Day of the upgrade, ISO date. */
  readonly asOf: string;
  /** In the order in which releases come by. */
  readonly earlier: readonly EarlierEnvironment[];
  /** A backup, and the major upgrade of a server of a cloud, in its own words. */
  readonly majorUpgrade: (request: NeedRequest<'postgres', Site>, to: number) => readonly CheckedCommands[];
}

/** What one part of a plan says. */
export interface PlannedPart {
  readonly steps: readonly UpgradeStep[];
  /** Nothing is begun before these are mended. */
  readonly findings: readonly RuleFinding[];
  readonly warnings: readonly string[];
}

export const joined = (parts: readonly PlannedPart[]): PlannedPart => ({
  steps: parts.flatMap(({ steps }) => steps),
  findings: parts.flatMap(({ findings }) => findings),
  warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
});

/** Standbys first: what breaks there, breaks for nobody. */
export const canaryFirst = (sites: readonly Site[]): readonly Site[] => [
  ...sites.filter(({ role }) => role === 'standby'),
  ...sites.filter(({ role }) => role === 'primary'),
];

/** Days for which a site runs the new version before the next one follows. */
export const soakDays = 3;

/** While it rests, nothing that a step changes by hand is put back to what Git says. */
export const scaledGitops = ({ gitops: { engine } }: Site, replicas: 0 | 1): string =>
  `kubectl --namespace ${gitopsNamespace[engine]} scale ${gitopsController[engine]} --replicas=${replicas}`;

/** The cluster is somebody else's to upgrade. */
export const isOthers = (site: Site): boolean => !isSitePublicCloud(site) || site.adopt?.cluster !== undefined;
