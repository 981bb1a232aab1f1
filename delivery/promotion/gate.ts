import type { Finding } from '../../environments/model';
import type { MaintenanceFreeze } from '../../environments/model/maintenance';
import type { PromotionConfig } from '../../environments/schema/promotion-schema';
import type { DrillStanding } from '../../policies/drills/drill-gate';
import type { Approval } from './approvals';
import type { EnvironmentFacts } from './promotion-facts';
import type { Hotfix } from './promotion-record';

/** An environment's place in the order of promotions. */
export interface PromotionStep {
  readonly name: string;
  /** Where its releases come from. Default: it is the first. */
  readonly promotedFrom?: string;
}

/** What a release in the source's lock amounts to. */
export interface CheckedRelease {
  readonly id: string;
  /** ISO, when the source's lock got it: from Git. */
  readonly since: string;
  /** What is wrong with it: tampered, unresolved, evidence that is missing or old. */
  readonly findings: readonly Finding[];
  /** The source runs another one since the first wave, and says nothing of this one any more. */
  readonly leftBehind?: true;
  /** The source went back from it since the first wave, and why. */
  readonly takenBack?: string;
}

/** What is applied from a commit that holds another tree of the site, or from one that nobody here knows. */
export interface Strayed {
  readonly environment: string;
  readonly name: string;
  readonly site: string;
  readonly commit: string;
  readonly isKnown: boolean;
}

/** Everything that gates judge. Plain data: whoever asks has read it all, the clock included. */
export interface GateFacts {
  readonly now: Date;
  readonly source: PromotionStep;
  readonly target: PromotionStep;
  readonly config: PromotionConfig;
  readonly release: CheckedRelease;
  readonly freezes: readonly MaintenanceFreeze[];
  /** Of the source. Default: nobody was asked. */
  readonly health?: EnvironmentFacts;
  /** Of the target. Default: nobody was asked. */
  readonly targetHealth?: EnvironmentFacts;
  /** Names of all sites; what nobody says of one is not known to be well. */
  readonly sites: { readonly source: readonly string[]; readonly target: readonly string[] };
  readonly strayed: readonly Strayed[];
  readonly approvals: readonly Approval[];
  /** Address of who asks for the promotion. */
  readonly askedBy: string;
  /** What the target's drills found: see `drillGate`. */
  readonly drills: readonly Finding[];
  readonly drillStandings: readonly DrillStanding[];
  /** What a build of the target with the release finds, of cost and of everything else. */
  readonly build: readonly Finding[];
  /** Versions of custom resources that the target has and the release does not. */
  readonly dropped: readonly Finding[];
  readonly hotfix?: Hotfix;
  /** The sites that have the release already, and since when. Default: this is the first wave. */
  readonly wavesBefore?: { readonly sites: readonly string[]; readonly at: string };
}

/** What a gate says. `waived`: a hotfix passes it, and that is written down. */
export type GateStatus = 'open' | 'held' | 'waived';

export interface Verdict {
  readonly status: GateStatus;
  readonly why: string;
  /** Of a gate that holds. */
  readonly fix?: string;
}

/** Asked before every wave: what was well at the first one may not be so at the next one. */
export interface Gate {
  readonly id: string;
  readonly title: string;
  /** A hotfix passes it. */
  readonly hotfixPasses?: true;
  readonly judge: (facts: GateFacts) => Verdict;
}

export interface JudgedGate extends Verdict, Pick<Gate, 'id' | 'title'> {}
