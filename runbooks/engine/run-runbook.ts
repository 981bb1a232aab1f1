import { InputError } from '../../environments/model';
import { RunbookFailure } from '../runbook-failure';
import { lastRun, type RunJournal, type StepState } from './run-journal';
import type { Found, Holding, Runbook, Step, StepFacts, Tell } from './step';
import { act, type Deadline, deadlineIn, failureOf, look, type RunPorts, waitFor } from './step-work';

export type StepOutcome = 'done' | 'was-done' | 'passed-over';

/** One step as a run left it. */
export interface StepRecord {
  readonly id: string;
  readonly outcome: StepOutcome;
  /** UTC, ISO 8601; of a step that was done before the interruption: when it was looked at. */
  readonly begunAt: string;
  readonly endedAt: string;
  readonly saw: string;
}

export interface RunResult {
  readonly runbook: string;
  /** `declined`: somebody said no to a step; nothing of it was done. */
  readonly outcome: 'done' | 'declined';
  readonly steps: readonly StepRecord[];
  readonly found: Found;
}

export interface RunSettings<Context> extends RunPorts<Context> {
  readonly journal: RunJournal;
  /** What was typed: goes into the journal, so that `--resume` has it. */
  readonly options: unknown;
  /** Asked before each step that destroys. */
  confirm(step: Step<Context>): Promise<boolean>;
  /** `fresh`: refuse where an interrupted run is open; `resume`: go on with it; `anew`: leave it. Default: fresh. */
  readonly start?: 'fresh' | 'resume' | 'anew';
  readonly tell?: (step: Step<Context>, text: string) => void;
}

const refuse = (code: 'RUNBOOK_UNFINISHED' | 'RUNBOOK_NOTHING_OPEN', place: string, message: string, fix: string) =>
  new InputError([{ code, file: place, place: '--resume', message, fix }]);

/**
 * Runs the steps of a runbook in order. Before and after each an entry is on the disk, so that a run that was killed at
 * any moment goes on: what is done is looked at again and left alone, what was begun is looked at first.
 * @throws InputError RUNBOOK_UNFINISHED, RUNBOOK_NOTHING_OPEN, or what the guards found, all at once
 * @throws RunbookFailure of the step that failed
 */
export async function runRunbook<Context, Input>(
  runbook: Runbook<Context, Input>,
  input: Input,
  settings: RunSettings<Context>,
): Promise<RunResult> {
  const { journal, context, start = 'fresh', clock, signal } = settings;
  const open = openRun(runbook.name, journal, start);
  const isResumed = start === 'resume';
  if (!isResumed) {
    const findings = [];
    for (const guard of runbook.guards?.(input) ?? []) findings.push(...(await guard.findings(context)));
    if (findings.length > 0) throw new InputError(findings);
    if (open) journal.write(runbook.name, { event: 'run-left' });
    journal.write(runbook.name, { event: 'run-begun', options: settings.options });
  }
  const states: Readonly<Record<string, StepState | undefined>> = isResumed ? (open?.steps ?? {}) : {};
  const found: Record<string, StepFacts | undefined> = isResumed ? { ...open?.found } : {};
  const records: StepRecord[] = [];
  const confirm = oneByOne(settings.confirm);
  const runOne = async (step: Step<Context>): Promise<StepRecord | undefined> => {
    const begunAt = clock.now().toISOString();
    const tell: Tell = (text) => settings.tell?.(step, text);
    try {
      if (signal?.aborted) throw new RunbookFailure('STOPPED', runbook.name, 'asked to stop');
      const ended = await runStep(runbook.name, step, states[step.id], { ...settings, confirm, found, tell });
      if (!ended) return undefined;
      if (ended.facts) found[step.id] = { ...found[step.id], ...ended.facts };
      const endedAt = clock.now().toISOString();
      return { id: step.id, outcome: ended.outcome, begunAt, endedAt, saw: ended.saw };
    } catch (error) {
      const failure = failureOf(runbook.name, step, error);
      const { code, message } = failure instanceof RunbookFailure ? failure : { code: 'REFUSED', message: `${error}` };
      journal.write(step.id, { event: code === 'STOPPED' ? 'stopped' : 'failed', code, saw: message });
      throw failure;
    }
  };
  for (const group of groupsOf(runbook.steps(input))) {
    // Nothing is left running: the others of a group end before the first failure of it is told.
    const ended = await Promise.allSettled(group.map(runOne));
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    const done = ended.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
    records.push(...done);
    if (done.length < group.length) return { runbook: runbook.name, outcome: 'declined', steps: records, found };
  }
  journal.write(runbook.name, { event: 'run-done' });
  return { runbook: runbook.name, outcome: 'done', steps: records, found };
}

/** Steps that are done at the same time, as they follow one another. */
export function groupsOf<S extends Pick<Step<never>, 'together'>>(steps: readonly S[]): readonly S[][] {
  const groups: S[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last && step.together !== undefined && last[0]?.together === step.together) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** People are asked one thing at a time. */
function oneByOne<Context>(confirm: RunSettings<Context>['confirm']): RunSettings<Context>['confirm'] {
  let before: Promise<unknown> = Promise.resolve();
  return (step) => {
    const answer = before.then(() => confirm(step));
    before = answer.catch(() => undefined);
    return answer;
  };
}

/** The interrupted run, where there is one, and whether it may be there. */
function openRun(name: string, journal: RunJournal, start: 'fresh' | 'resume' | 'anew') {
  const last = lastRun(journal);
  const open = last?.isOver ? undefined : last;
  if (open && start === 'fresh') {
    const far = Object.entries(open.steps).map(([id, state]) => `${id} ${state}`);
    throw refuse(
      'RUNBOOK_UNFINISHED',
      name,
      `a run of ${open.begunAt} was interrupted (${far.join(', ')})`,
      'go on with `--resume`, take it back with `--undo`, or leave it as it is with `--anew`',
    );
  }
  if (!open && start === 'resume') {
    throw refuse(
      'RUNBOOK_NOTHING_OPEN',
      name,
      'no interrupted run is there to go on with',
      'run it without `--resume`',
    );
  }
  return open;
}

interface StepScope<Context> extends Omit<RunSettings<Context>, 'tell'> {
  readonly found: Found;
  readonly tell: Tell;
}

interface StepEnd {
  readonly outcome: StepOutcome;
  readonly saw: string;
  readonly facts?: StepFacts;
}

/** Carries a step out; where it may fail, a failure is written down and the run goes on. */
async function runStep<Context>(
  runbook: string,
  step: Step<Context>,
  state: StepState | undefined,
  scope: StepScope<Context>,
): Promise<StepEnd | undefined> {
  if (state === 'passed-over') return { outcome: 'passed-over', saw: 'it was tried before the interruption' };
  try {
    return await carryOut(`${runbook} ${step.id}`, step, state, scope);
  } catch (error) {
    const failure = failureOf(runbook, step, error);
    if (step.mayFail === undefined || !(failure instanceof RunbookFailure) || failure.code === 'STOPPED') throw failure;
    const saw = `${failure.message}; the run goes on: ${step.mayFail}`;
    scope.journal.write(step.id, { event: 'passed-over', code: failure.code, saw });
    return { outcome: 'passed-over', saw };
  }
}

/** @returns `undefined`: somebody said no */
async function carryOut<Context>(
  place: string,
  step: Step<Context>,
  state: StepState | undefined,
  scope: StepScope<Context>,
): Promise<StepEnd | undefined> {
  const { journal, found, tell } = scope;
  const deadline = deadlineIn(scope, step.timeoutMinutes);
  if (state === 'done') {
    if (step.lasts === false) return { outcome: 'was-done', saw: 'as the journal has it' };
    const seen = await waitFor(scope, step.verify, found, { deadline: deadlineIn(scope, recheckMinutes), tell });
    if (seen.holds) return { outcome: 'was-done', saw: seen.saw, facts: seen.facts };
    if (step.again === 'never') {
      throw new RunbookFailure('STEP_UNDONE', place, `it was done, and holds no more: ${seen.saw}`);
    }
  }
  if ((state === 'begun' || state === 'undo-begun') && step.again !== 'always') {
    const seen = await afterInterruption(scope, step, deadline);
    if (seen.holds) return finish(journal, step, seen);
    if (step.again === 'never' && !seen.untouched) {
      const message = `it was begun before the interruption, and nobody can tell whether it was done: ${seen.saw}`;
      throw new RunbookFailure('STEP_UNCERTAIN', place, message);
    }
  }
  if (step.needs) {
    const seen = await look(scope, step.needs, found, deadline);
    if (!seen.holds) throw new RunbookFailure('STEP_NEEDS', place, seen.saw);
  }
  if (step.destroys !== undefined && !(await scope.confirm(step))) {
    journal.write(step.id, { event: 'declined' });
    return undefined;
  }
  journal.write(step.id, { event: 'begun' });
  const told = await act(scope, step.action, found, { deadline, tell });
  const now = told ? { ...found, [step.id]: { ...found[step.id], ...told } } : found;
  const seen = await waitFor(scope, step.verify, now, { deadline, tell });
  if (!seen.holds) throw new RunbookFailure('STEP_UNVERIFIED', place, seen.saw);
  return finish(journal, step, { saw: seen.saw, facts: { ...told, ...seen.facts } });
}

/** A step that was done is looked at again for so long: a look may fail once. */
const recheckMinutes = 1;

/** What may still go on in the cloud is waited for, where it must not be begun twice. */
const afterInterruption = <Context>(
  scope: StepScope<Context>,
  { again, verify }: Step<Context>,
  deadline: Deadline,
): Promise<Holding> =>
  again === 'never'
    ? waitFor(scope, verify, scope.found, { deadline, tell: scope.tell, untilUntouched: true })
    : look(scope, verify, scope.found, deadline);

function finish(journal: RunJournal, { id }: { readonly id: string }, seen: Pick<Holding, 'saw' | 'facts'>): StepEnd {
  const { saw, facts = {} } = seen;
  const known = Object.keys(facts).length > 0 ? { facts } : {};
  journal.write(id, { event: 'done', saw, ...known });
  return { outcome: 'done', saw, ...known };
}
