import { type Finding, InputError } from '../../environments/model';
import { lastRun } from './run-journal';
import type { RunSettings } from './run-runbook';
import type { Runbook, Step } from './step';
import { act, deadlineIn, failureOf, look } from './step-work';

/**
 * Takes back what the last run did, the last step first. Steps that left nothing behind need no way back.
 * @returns ids of the steps that were taken back; killed, it is simply run again
 * @throws InputError RUNBOOK_NOTHING_OPEN, or RUNBOOK_NO_WAY_BACK where something was destroyed for good
 */
export async function undoRun<Context, Input>(
  runbook: Runbook<Context, Input>,
  input: Input,
  settings: RunSettings<Context>,
): Promise<readonly string[]> {
  const { journal, tell } = settings;
  const last = lastRun(journal);
  const reached = runbook
    .steps(input)
    .filter(({ id }) => ['begun', 'done', 'undo-begun'].includes(last?.steps[id] ?? ''))
    .reverse();
  if (!last || reached.length === 0) {
    throw new InputError([
      {
        code: 'RUNBOOK_NOTHING_OPEN',
        file: runbook.name,
        place: '--undo',
        message: 'no step of a run is there to be taken back',
        fix: 'look at the plan with `--plan`',
      },
    ]);
  }
  const findings = reached.flatMap((step) => wayBackFinding(runbook.name, step));
  if (findings.length > 0) throw new InputError(findings);
  const done: string[] = [];
  for (const step of reached) {
    if (!step.undo) continue;
    journal.write(step.id, { event: 'undo-begun' });
    const deadline = deadlineIn(settings, step.timeoutMinutes);
    try {
      // What was begun only, on either way, may never have happened: not every command bears to take nothing back.
      const isUnsure = last.steps[step.id] !== 'done';
      const isBack = isUnsure && (await look(settings, step.verify, last.found, deadline)).untouched === true;
      if (!isBack) await act(settings, step.undo, last.found, { deadline, tell: (text) => tell?.(step, text) });
    } catch (error) {
      throw failureOf(runbook.name, step, error);
    }
    journal.write(step.id, { event: 'undone' });
    done.push(step.id);
  }
  journal.write(runbook.name, { event: 'run-undone' });
  return done;
}

const wayBackFinding = (runbook: string, { id, destroys, undo }: Step<never>): Finding[] =>
  destroys !== undefined && undo === undefined
    ? [
        {
          code: 'RUNBOOK_NO_WAY_BACK',
          file: runbook,
          place: id,
          message: `what it destroyed is gone: ${destroys}`,
          fix: 'finish the run with `--resume`; after a failover, the way back is `evenkeel failback`',
        },
      ]
    : [];
