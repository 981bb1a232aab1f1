import type { Finding } from '../../environments/model';
import type { Command } from './command';

/** Who carries out a step, or answers for what it decides. */
export const owners = {
  'incident-lead': 'decides, and answers for what is lost',
  'platform-on-call': 'runs the platform: clusters, delivery, names',
  'data-on-call': 'runs databases, buckets and streams',
  'security-on-call': 'answers for keys, credentials and evidence',
  'model-owner': 'answers for what a model does',
} as const;

export type Owner = keyof typeof owners;

export type Tell = (text: string) => void;

/** What a step found out: written into the journal, never a secret. */
export type StepFacts = Readonly<Record<string, string | number | boolean>>;

/** What earlier steps of the run found out, by their ids; after an interruption, as the journal has it. */
export type Found = Readonly<Record<string, StepFacts | undefined>>;

/** Whether something holds, and what was seen. */
export interface Holding {
  readonly holds: boolean;
  /** The action did nothing yet, provably: it may be begun again. Default: nobody knows. */
  readonly untouched?: boolean;
  /** What was seen, for people. */
  readonly saw: string;
  readonly facts?: StepFacts;
}

/** What a step does: commands, which `--plan` and the page for people show as they are, or code, which says what it does. */
export type StepAction<Context> =
  | { readonly commands: readonly Command[] }
  | {
      readonly summary: string;
      /** Commands that the code runs, to be shown. Default: none. */
      readonly commands?: readonly Command[];
      run(context: Context, tell: Tell, found: Found): Promise<StepFacts | undefined>;
    };

/** A check: commands with what each must print, or code. */
export type StepCheck<Context> =
  | {
      readonly command: Command;
      readonly expects: RegExp;
      /** What it prints as long as the action did nothing. Default: that cannot be told. */
      readonly untouched?: RegExp;
      readonly says: string;
    }
  | { readonly all: readonly StepCheck<Context>[] }
  | {
      readonly summary: string;
      /** Commands that the code runs, to be shown. Default: none. */
      readonly commands?: readonly Command[];
      check(context: Context, found: Found): Promise<Holding>;
    };

/** A control plane that a step talks to. */
export interface Reach {
  /** Name of the site, or of what is no site: `dns`, `git`. */
  readonly name: string;
  /** `false`: it is tried, and the step goes on where nobody answers. */
  readonly required: boolean;
}

/** One step of a runbook. It is done when its check holds, whatever the action said. */
export interface Step<Context> {
  /** Kebab case, once in a runbook: its name in the journal. */
  readonly id: string;
  /** What it does, as an order: `Promote the databases of the standby`. */
  readonly title: string;
  readonly owner: Owner;
  /** For action and check together. */
  readonly timeoutMinutes: number;
  /** How long it takes as a rule; the sum is what the runbook is expected to take. Default: the timeout. */
  readonly expectedMinutes?: number;
  /** Steps of one name that follow one another are done at the same time. Default: one after the other. */
  readonly together?: string;
  /** Callers are served already: it does not count for how long the runbook takes. Default: they wait for it. */
  readonly afterwards?: true;
  readonly reaches: readonly Reach[];
  /** What is lost for good by it; asked for before it is done. Default: nothing. */
  readonly destroys?: string;
  /**
   * `never`: it is not begun a second time unless its check says that the first try did nothing. `always`: its check can
   * hold though nothing was done, so a step that was interrupted is begun again whatever is seen.
   */
  readonly again: 'harmless' | 'never' | 'always';
  /** Why the run goes on where it fails. Default: it does not. */
  readonly mayFail?: string;
  /**
   * `false`: a later step changes what the check looks at, or looking costs much; when an interrupted run goes on, the
   * journal is believed. Default: it is looked at again.
   */
  readonly lasts?: boolean;
  /** What must hold before it is begun. Default: nothing. */
  readonly needs?: StepCheck<Context>;
  readonly action: StepAction<Context>;
  readonly verify: StepCheck<Context>;
  /** The way back; `undefined` together with `destroys`: there is none. Harmless to repeat. */
  readonly undo?: StepAction<Context>;
  /** What people do when it fails. */
  readonly whenItFails: string;
}

/** What must be true before the first step; all are asked, and all that is wrong is told at once. */
export interface Guard<Context> {
  /** What is looked at: `the copies of the standby are as fresh as promised`. */
  readonly summary: string;
  /** Commands that it runs, to be shown. Default: none. */
  readonly commands?: readonly Command[];
  findings(context: Context): Promise<readonly Finding[]>;
}

/** A procedure for one kind of incident. */
export interface Runbook<Context, Input> {
  /** As it is typed: `failover`. */
  readonly name: string;
  readonly title: string;
  /** When to use it. */
  readonly when: string;
  /** Sites whose control plane may be gone: no step may require one of them. */
  lost(input: Input): readonly string[];
  /** Default: none. */
  guards?(input: Input): readonly Guard<Context>[];
  /** Pure: the same input always gives the same steps. */
  steps(input: Input): readonly Step<Context>[];
}
