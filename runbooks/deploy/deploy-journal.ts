import { Journal } from '../engine/journal';

/** What is written down, each before what follows from it is begun. */
export type DeployEvent =
  | 'run-begun'
  | 'run-resumed'
  | 'preflight-passed'
  | 'preflight-skipped'
  | 'call-begun'
  /** A call ended and could not give its lock back: nobody holds it any more. */
  | 'lock-left'
  | 'planned'
  | 'apply-begun'
  | 'applied'
  | 'unchanged'
  | 'failed'
  | 'run-ended';

export interface DeployDetails {
  /** Of the run; those that go on with it have the same. */
  readonly run: string;
  readonly stack: string;
  /** SHA-256 of the stack, or of all stacks of the run, as built. */
  readonly build: string;
  /** SHA-256 of the plan that is applied. */
  readonly plan: string;
  /** Process of Terraform. */
  readonly pid: number;
  readonly outcome: 'done' | 'open';
}

export type DeployJournal = Journal<DeployEvent, Partial<DeployDetails>>;

export const deployJournal = (path: string): DeployJournal => new Journal(path);

/** A run, and what is known of it when it begins. */
export interface DeployRun {
  readonly id: string;
  /** When it was begun, where it goes on with one that was cut short. Default: it is new. */
  readonly resumedFrom?: string;
  /** Stacks that are done already, for this very build. */
  readonly done: ReadonlySet<string>;
  /** Stack that was in the middle of something. */
  readonly open: readonly string[];
  readonly preflight: boolean;
}

/**
 * Begins a run, or goes on with the last one, if that was cut short or left something undone, and was for the same build. What
 * it had done of this build is believed; what it was in the middle of is planned anew.
 * @param build SHA-256 of everything that is to be applied
 * @param anew nothing is believed
 */
export function openRun(journal: DeployJournal, build: string, anew: boolean, now = new Date()): DeployRun {
  const entries = journal.entries();
  const last = entries.findLast(({ step }) => step === 'run-begun');
  const ofRun = entries.filter(({ run }) => run !== undefined && run === last?.run);
  const isDone = ofRun.findLast(({ step }) => step === 'run-ended' || step === 'run-resumed')?.outcome === 'done';
  if (!last?.run || anew || isDone || last.build !== build) {
    const id = now.toISOString();
    journal.write('run-begun', { run: id, build });
    return { id, done: new Set(), open: [], preflight: false };
  }
  journal.write('run-resumed', { run: last.run, build });
  const lastOf = new Map(ofRun.flatMap((entry) => (entry.stack ? [[entry.stack, entry.step] as const] : [])));
  const where = (fits: (step: DeployEvent) => boolean): string[] =>
    [...lastOf].filter(([, step]) => fits(step)).map(([stack]) => stack);
  const ended = (step: DeployEvent): boolean => step === 'applied' || step === 'unchanged';
  return {
    id: last.run,
    resumedFrom: last.at,
    done: new Set(where(ended)),
    open: where((step) => !ended(step)),
    preflight: ofRun.some(({ step }) => step === 'preflight-passed'),
  };
}
