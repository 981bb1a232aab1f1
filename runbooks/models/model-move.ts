import type { Command } from '../../constructs/contracts/command';
import type { ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import type { ModelRegistry } from '../../delivery/models/registry';
import type { ModelPin } from '../../environments/model/model-pins';
import type { Clock } from '../engine/clock';
import type { CommandRunner } from '../engine/command-runner';
import type { Step } from '../engine/step';
import type { ServedWorkload } from './served-workloads';

/** Alias of a version that is being tried. */
export const challenger = 'challenger';

/** What the steps work with. */
export interface ModelContext {
  readonly registry: ModelRegistry;
  readonly commands: CommandRunner;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** A site whose pods are watched. */
export interface ServingSite {
  readonly cluster: ReachedCluster;
  /** Signs in to it. */
  readonly signIn: readonly Command[];
  /** Whether callers come to it; where none do, no canary can be judged. */
  readonly asked: boolean;
}

/** Another version for the callers of a model. Plain data: it goes into the journal, so that a run goes on with the same. */
export interface ModelMove {
  readonly action: 'promoted' | 'rolled-back';
  readonly environment: string;
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  /** Version that callers have; `null`: none yet. */
  readonly before: number | null;
  /** Whether the alias led to it, and not Git alone. */
  readonly aliased: boolean;
  readonly digest: string;
  /** User and machine. */
  readonly by: string;
  /** UTC, ISO 8601. */
  readonly begun: string;
  readonly because?: string;
  readonly accepted: readonly string[];
  /** File of promoted versions, and what it says of each place that Git leads. */
  readonly pinsFile: string;
  readonly pinned: readonly (ServedWorkload & { readonly before: ModelPin | null })[];
  /** What loads by the alias. */
  readonly loaded: readonly ServedWorkload[];
  /** Where it is served, the primary first; empty: nothing is watched. */
  readonly sites: readonly ServingSite[];
  /** Id of the release that it came with; missing: it came on its own. */
  readonly release?: string;
}

export type ModelStep = Step<ModelContext>;

export const owner = 'model-owner' as const;

/** One call of a program. */
export const callMs = 60_000;
