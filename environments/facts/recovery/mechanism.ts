import type { NeedByKind } from '../../../services';
import type { Cloud } from '../index';

/** What is paid for before a loss, from cheap and slow to dear and fast. Source: AWS Well-Architected, REL13. */
export const recoveryTiers = ['backup', 'pilot-light', 'warm-standby', 'active-active'] as const;
export type RecoveryTier = (typeof recoveryTiers)[number];

/** Whether a tier pays for what begins at another one. */
export const paysFor = (tier: RecoveryTier, from: RecoveryTier): boolean =>
  recoveryTiers.indexOf(tier) >= recoveryTiers.indexOf(from);

/**
 * What is lost. `data`: rows or objects were deleted or overwritten; `attack`: by somebody who may delete backups too;
 * `zone`: one zone of the site; `site`: all of it, control plane included.
 */
export const losses = ['data', 'attack', 'zone', 'site'] as const;
export type Loss = (typeof losses)[number];

/** Where the copy is: on the same site, on another site of the same cloud, or on another cloud. */
export type CopyReach = 'same-site' | 'same-cloud' | 'cross-cloud';

/** Who keeps the data. */
export type StoreProvider = Cloud | 'in-cluster';

/** Kinds of needs that keep something that can be lost. */
export type StoredKind =
  | 'postgres'
  | 'documents'
  | 'bucket'
  | 'kafka'
  | 'cache'
  | 'warehouse'
  | 'files'
  | 'secret'
  | 'credential'
  | 'key';

/** How it is known that a mechanism works. */
export type MechanismProof =
  /** A drill or proof runs it against real programs: `tests/proof/<suite>.proof.ts`. */
  | { readonly by: 'run'; readonly suite: string }
  /** The real providers or API servers accept what is built. */
  | { readonly by: 'validated'; readonly suite: string }
  /** It stands in the documents of who sells it. */
  | { readonly by: 'paper'; readonly because: string };

/** Copies that are made one after the other. */
export interface CopyInterval {
  /** Bounds of the time from the begin of one copy to the begin of the next. */
  readonly leastMinutes: number;
  readonly mostMinutes: number;
  /** What one copy takes; `minutesPerGiB` of what was asked for. */
  readonly copy: { readonly minutes: number; readonly minutesPerGiB?: number };
  /** Until a whole copy is on the other site. Default: it is made there. */
  readonly carryMinutes?: number;
}

/** One way in which what is lost comes back. */
export interface Mechanism<K extends StoredKind = StoredKind> {
  /** `<kind>.<what>`: stable, other parts build by it. */
  readonly id: string;
  readonly title: string;
  readonly against: readonly Loss[];
  readonly reach: CopyReach;
  /** The least tier that pays for it. */
  readonly from: RecoveryTier;
  /** The most that is lost; where copies are made at intervals, by the interval. */
  readonly rpoMinutes: number | 'interval';
  /** Only of `interval`. */
  readonly interval?: CopyInterval;
  /**
   * From the decision until the store answers again; `perGiB` of what was asked for. Where `source` names no measurement,
   * an estimate on the safe side, until a drill of the environment has measured it.
   */
  readonly restore: { readonly minutes: number; readonly minutesPerGiB?: number };
  /** Programs in the cluster bring it back, so they wait until it is there. Default: the cloud does, meanwhile. */
  readonly inCluster?: true;
  /** Where the figures are from. */
  readonly source: string;
  /** What it costs beyond the store itself, in words. */
  readonly cost: string;
  readonly proof: MechanismProof;
  /**
   * Of databases inside a cluster. `needed`: it works only where they have an archive outside of it; `absent`: it is there
   * only where they have none. Default: it does not matter.
   */
  readonly archive?: 'needed' | 'absent';
  /** Only data that can be made anew may go this way. Default: any. */
  readonly onlyRebuildable?: true;
  /** Only between a region and the one that the cloud sends its backups to (`RegionFacts.backupPair`). Default: any two. */
  readonly toPair?: true;
  /** Whether the need is configured so that it works. Default: always. */
  when?(need: NeedByKind[K]): boolean;
  /** What to set so that it does. Only with `when`. Default: nothing can be set. */
  readonly otherwise?: string;
}

/** By kind of store and who keeps it. A provider that is missing keeps no such store; an empty list brings nothing back. */
export type MechanismTable = {
  readonly [K in StoredKind]: { readonly [P in StoreProvider]?: readonly Mechanism<K>[] };
};
