import { join } from 'node:path';
import { Journal, type JournalEntry } from './journal';
import type { Found, StepFacts } from './step';

export type RunEvent =
  | 'run-begun'
  | 'begun'
  | 'done'
  /** It failed, and may: the run goes on. */
  | 'passed-over'
  | 'failed'
  | 'stopped'
  | 'declined'
  | 'undo-begun'
  | 'undone'
  | 'run-done'
  | 'run-undone'
  /** Somebody began another one instead. */
  | 'run-left';

export interface RunDetails {
  readonly event: RunEvent;
  /** Of a run that begins: what was typed, to go on with the same. */
  readonly options: unknown;
  /** What was seen, or why it failed. */
  readonly saw: string;
  readonly code: string;
  readonly facts: StepFacts;
}

export type RunEntry = JournalEntry<string, RunDetails>;

/** Every run of one runbook on one environment. Entries of a run as a whole have the name of the runbook as their step. */
export type RunJournal = Journal<string, Partial<RunDetails>>;

/** Everything of the runs of an environment, relative to the folder for work. */
export const runsFolder = (root: string, environment: string): string => join(root, 'runbooks', environment);

export const runJournal = (root: string, environment: string, runbook: string): RunJournal =>
  new Journal(join(runsFolder(root, environment), `${runbook}.jsonl`));

/** How far a step came: `undefined`: it was not begun. */
export type StepState = 'begun' | 'done' | 'passed-over' | 'undo-begun' | 'undone';

const states: readonly string[] = ['begun', 'done', 'passed-over', 'undo-begun', 'undone'] satisfies StepState[];
const closing: readonly string[] = ['run-done', 'run-undone', 'run-left'] satisfies RunEvent[];

/** The last run that a journal knows. */
export interface RecordedRun {
  /** UTC, ISO 8601. */
  readonly begunAt: string;
  readonly options: unknown;
  /** It came to an end, or nothing of it was ever begun. */
  readonly isOver: boolean;
  readonly steps: Readonly<Record<string, StepState | undefined>>;
  readonly found: Found;
}

/** @returns `undefined`: there was none yet */
export function lastRun(journal: RunJournal): RecordedRun | undefined {
  const entries = journal.entries();
  const first = entries.findLastIndex(({ event }) => event === 'run-begun');
  const begun = entries[first];
  if (!begun) return undefined;
  const steps: Record<string, StepState> = {};
  const found: Record<string, StepFacts> = {};
  let isOver = false;
  for (const { step, event = '', facts } of entries.slice(first + 1)) {
    if (states.includes(event)) steps[step] = event as StepState;
    if (facts) found[step] = facts;
    if (closing.includes(event)) isOver = true;
  }
  return { begunAt: begun.at, options: begun.options, isOver: isOver || Object.keys(steps).length === 0, steps, found };
}
