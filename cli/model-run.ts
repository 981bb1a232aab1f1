import type { Finding } from '../environments/model';
import type { RunJournal } from '../runbooks/engine/run-journal';
import type { Runbook } from '../runbooks/engine/step';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { type ModelFlags, wrong } from './model-registry';
import { stopSignals } from './stop-signals';

export interface RunFlags extends ModelFlags {
  readonly plan?: boolean;
  readonly resume?: boolean;
  readonly anew?: boolean;
  readonly undo?: boolean;
}

export function print(json: boolean | undefined, value: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''));
}

interface Carried<Context, Input> {
  readonly context: Context;
  prepare(): Promise<{ readonly input: Input; readonly findings: readonly Finding[] }>;
  keeps(kept: Input): boolean;
}

/** Checks, shows or runs the steps, or takes the last run back; what was begun goes on with what it was told. */
export async function carryOut<Context extends object, Input>(
  runbook: Runbook<Context, Input>,
  environment: string,
  journalName: string,
  { plan, resume, anew, undo, json }: RunFlags,
  { context, prepare, keeps }: Carried<Context, Input>,
): Promise<number> {
  const [{ lastRun, runJournal, runsFolder }, { takeLock }, { workRoot }] = await Promise.all([
    import('../runbooks/engine/run-journal'),
    import('../runbooks/engine/run-lock'),
    import('../runbooks/work-root'),
  ]);
  const journal = runJournal(workRoot, environment, journalName);
  const kept = resume || undo ? lastRun(journal) : undefined;
  if (kept && !keeps(kept.options as Input))
    throw wrong(
      undo ? '--undo' : '--resume',
      'the run that is there was told something else',
      undefined,
      'leave the other words out, or begin another run with --anew',
    );
  const { input, findings } = kept ? { input: kept.options as Input, findings: [] } : await prepare();
  if (findings.length > 0) {
    if (json) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
    else process.stderr.write(showFindings(findings));
    return exitCode.findings;
  }
  if (plan) {
    const { planOf, planText } = await import('../runbooks/engine/plan-text');
    const steps = planOf(runbook, input);
    process.stdout.write(json ? `${JSON.stringify(steps, null, 2)}\n` : planText(steps));
    return exitCode.fine;
  }
  const release = takeLock(`${runsFolder(workRoot, environment)}/lock`, { name: environment, code: 'RUNBOOK_RUNNING' });
  try {
    return await runSteps(runbook, input, journal, {
      context,
      json,
      undo,
      start: resume ? 'resume' : anew ? 'anew' : 'fresh',
    });
  } finally {
    release();
  }
}

async function runSteps<Context extends object, Input>(
  runbook: Runbook<Context, Input>,
  input: Input,
  journal: RunJournal,
  {
    context,
    json = false,
    undo,
    start,
  }: {
    readonly context: Context;
    readonly json?: boolean;
    readonly undo?: boolean;
    readonly start: 'fresh' | 'resume' | 'anew';
  },
): Promise<number> {
  const [{ runRunbook }, { undoRun }, { childProcesses }, { systemClock }] = await Promise.all([
    import('../runbooks/engine/run-runbook'),
    import('../runbooks/engine/undo-run'),
    import('../runbooks/engine/command-runner'),
    import('../runbooks/engine/clock'),
  ]);
  const stop = stopSignals();
  const settings = {
    journal,
    context: { ...context, signal: stop.signal },
    commands: childProcesses,
    clock: systemClock,
    pollMs: 5000,
    signal: stop.signal,
    options: input,
    start,
    tell: ({ id }: { readonly id: string }, text: string) => {
      if (!json) process.stderr.write(`${id}: ${text}\n`);
    },
    // Nothing of it destroys anything.
    confirm: async () => true,
  };
  try {
    if (undo) {
      const undone = await undoRun(runbook, input, settings);
      print(json, { undone, journal: journal.path }, [`taken back: ${undone.join(', ')}`]);
      return exitCode.fine;
    }
    const result = await runRunbook(runbook, input, settings);
    const lines = result.steps.map(({ id, outcome, saw }) => `${outcome.padEnd(12)} ${id}: ${saw}`);
    print(json, { ...result, journal: journal.path }, [...lines, `done; journal: ${journal.path}`]);
    return exitCode.fine;
  } finally {
    stop.release();
  }
}
