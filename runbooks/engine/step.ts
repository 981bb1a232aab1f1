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

/** Whether something holds, and what was seen. */
export interface Holding {
  readonly holds: boolean;
  /** What was seen, for people. */
  readonly saw: string;
  readonly facts?: StepFacts;
}

/** What a step does: commands, which `--plan` and the page for people show as they are, or code, which says what it does. */
export type StepAction<Context> =
  | { readonly commands: readonly Command[] }
  | { readonly summary: string; run(context: Context, tell: Tell): Promise<StepFacts | undefined> };

/** A check: a command with what it must print, or code. */
export type StepCheck<Context> =
  | { readonly command: Command; readonly expects: RegExp; readonly says: string }
  | { readonly summary: string; check(context: Context): Promise<Holding> };

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
  readonly timeoutMinutes: number;
  readonly reaches: readonly Reach[];
  /** What is lost for good by it; asked for before it is done. Default: nothing. */
  readonly destroys?: string;
  /** `never`: it is not begun a second time unless its check says that the first try did nothing. */
  readonly again: 'harmless' | 'never';
  /** What must hold before it is begun. Default: nothing. */
  readonly needs?: StepCheck<Context>;
  readonly action: StepAction<Context>;
  readonly verify: StepCheck<Context>;
  /** The way back; `undefined` together with `destroys`: there is none. */
  readonly undo?: StepAction<Context>;
  /** What people do when it fails. */
  readonly whenItFails: string;
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
  /** Pure: the same input always gives the same steps. */
  steps(input: Input): readonly Step<Context>[];
}
