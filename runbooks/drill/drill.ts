import type { DrillScenarioName } from '../../environments/model/drills';
import type { DrillRecord } from '../../policies/drills/drill-evidence';
import type { Tell } from '../engine/step';

/** Whether what a scenario tries is switched on; `off` is the negative control. */
export type Mechanism = 'on' | 'off';

/** What is known of a scenario before it is run, for people and for evidence. */
export interface DrillScenario {
  readonly name: DrillScenarioName;
  readonly title: string;
  /** What is lost, and how. */
  readonly loss: string;
  /** Name of the runbook that brings it back; `undefined`: nobody has to act. */
  readonly runbook?: string;
  /** What is written before the loss. Always with a fresh nonce, so that an old copy is never taken for a new one. */
  readonly marker: string;
  /** The way that the marker is read back: that of clients. */
  readonly readBack: string;
  readonly mechanism: string;
  /** What is left out in the negative control. */
  readonly switchedOff: string;
  /** Names of what must hold beside the promise; what a ground does not look at does not hold. */
  readonly checks: readonly string[];
  /** Where it is proved with real programs, in this repository. */
  readonly proof: string;
}

/** A client that writes until it is stopped, or until what it writes to is gone. */
export interface Writer {
  stop(): Promise<void>;
}

/** What is drilled on in one run: made for it, or there already. */
export interface DrillGround {
  /**
   * Begins to write, each write with the marker in it; resolves with the first acknowledged one.
   * @param acknowledged called with the id of each write that is safe; `at` where the client knows it better
   */
  startWriting(marker: string, acknowledged: (id: string, at?: number) => void): Promise<Writer>;
  /** Waits until the first writes are as safe as they will be, e.g. until a backup is there. Default: they are at once. */
  protect?(tell: Tell): Promise<void>;
  /** Ends it as an accident would: at once, and without a word to anybody. */
  lose(): Promise<void>;
  /** Carries out the runbook; tells each step that is done. */
  recover(stepDone: (what: string) => void, tell: Tell): Promise<void>;
  /** Looks for the marker by the way clients go. */
  read(marker: string): Promise<{ readonly good: boolean; readonly saw: string }>;
  /** Ids of all writes under the marker that are there, a double one twice. */
  survivors(marker: string): Promise<readonly string[]>;
  /** Looks at what the scenario names beside the promise. Default: nothing. */
  checks?(marker: string): Promise<DrillRecord['runs'][number]['checks']>;
  /** Journal of the runbook. Default: the steps that were told. */
  journal?(): string;
  close(): Promise<void>;
}

/** A scenario on a ground of its own. */
export interface Drill {
  readonly scenario: DrillScenario;
  readonly ground: DrillRecord['ground'];
  /** Names of what is lost and of what takes over. */
  readonly from: string;
  readonly to: string;
  open(mechanism: Mechanism, tell: Tell): Promise<DrillGround>;
}
