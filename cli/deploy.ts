import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Finding, InputError } from '../environments/model';
import type { DeployedStack } from '../runbooks/deploy/deploy-environment';
import type { DeployJournal } from '../runbooks/deploy/deploy-journal';
import type { ExplainedPlan } from '../runbooks/deploy/explain-plan';
import { canBeAsked } from './confirm';
import type { DeployInput, DeployWords } from './deploy-input';
import { preflightFindings } from './deploy-preflight';
import { review } from './deploy-review';
import { beginText, nextSteps, outcomeText, problemsText, summaryText, totals } from './deploy-text';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { collect, withStackOptions } from './stack-options';

interface DeployOptions extends DeployWords {
  readonly yes?: boolean;
  readonly allowDestroy?: readonly string[];
  readonly verify?: boolean;
  readonly anew?: boolean;
  /** `--skip-preflight` */
  readonly skipPreflight?: boolean;
  readonly json?: boolean;
}

/** `evenkeel deploy`: every stack in its order, looked at before it is applied; goes on where it was interrupted. */
export function addDeployCommand(program: Command, finish: (code: number) => void): void {
  withStackOptions(program.command('deploy'))
    .description(
      'apply the stacks of an environment in their order: build, gates, plan, review, apply; goes on after a failure',
    )
    .argument('<environment>', 'name or file')
    .option('--yes', 'apply plans that destroy nothing of value without asking')
    .option('--allow-destroy <address>', 'may be replaced or removed: <stack>:<address>; repeat it for more', collect)
    .option('--verify', 'plan again what was applied; a plan that is not empty is a finding')
    .option('--anew', 'believe nothing that an interrupted run has done')
    .option('--skip-preflight', 'do not ask the accounts for quotas and limits; written down')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string, options: DeployOptions) => finish(await deploy(typed, options)));
}

const unconfirmed = (file: string): Finding => ({
  code: 'DEPLOY_UNCONFIRMED',
  file,
  place: '--yes',
  message: 'plans are to be applied, and there is no terminal to ask on; nothing was changed',
  fix: 'look at `evenkeel diff`, and run it again with --yes',
});

async function deploy(typed: string, options: DeployOptions): Promise<number> {
  const { deployInput } = await import('./deploy-input');
  const input = await deployInput(typed, options);
  const { build, findings } = input;
  if (findings.length > 0) return refuse(build.name, findings, options);
  if (!options.yes && !canBeAsked()) throw new InputError([unconfirmed(build.file)]);
  const [{ deployJournal }, { takeLock }, { workRoot }] = await Promise.all([
    import('../runbooks/deploy/deploy-journal'),
    import('../runbooks/engine/run-lock'),
    import('../runbooks/work-root'),
  ]);
  const root = join(workRoot, 'deploy');
  const release = takeLock(join(root, `${build.name}.lock`), { name: build.name, code: 'DEPLOY_RUNNING' });
  try {
    return await deployLocked(input, deployJournal(join(root, `${build.name}.jsonl`)), options);
  } finally {
    release();
  }
}

/** A gate is closed: nothing was begun. */
function refuse(environment: string, findings: readonly Finding[], { json }: DeployOptions): number {
  if (json) process.stdout.write(`${JSON.stringify({ environment, stacks: [], findings }, null, 2)}\n`);
  else process.stderr.write(`${showFindings(findings)}Nothing was changed.\n`);
  return exitCode.findings;
}

async function deployLocked(input: DeployInput, journal: DeployJournal, options: DeployOptions): Promise<number> {
  const { build, graph, textOf, parallel } = input;
  const [{ openRun }, { deployEnvironment, isFinished }, { StackWork }, { findTerraform }] = await Promise.all([
    import('../runbooks/deploy/deploy-journal'),
    import('../runbooks/deploy/deploy-environment'),
    import('../runbooks/deploy/stack-work'),
    import('../runbooks/terraform/terraform-program'),
  ]);
  const [{ workRoot }, { stackProgress }, { stopSignals }] = await Promise.all([
    import('../runbooks/work-root'),
    import('./stack-progress'),
    import('./stop-signals'),
  ]);
  const terraform = await findTerraform(join(workRoot, 'deploy'));
  const hash = createHash('sha256');
  for (const stack of graph.stacks) hash.update(`${stack.name}\0${textOf(stack)}\0`);
  const run = openRun(journal, hash.digest('hex'), options.anew === true);
  if (!options.json) process.stderr.write(beginText(run));

  const notReady = await preflightFindings(input, run, journal, options);
  if (notReady.length > 0) return refuse(build.name, notReady, options);

  const began = performance.now();
  const names = graph.stacks.map(({ name }) => name);
  const quiet = options.json === true;
  const progress = await stackProgress(names, { quiet, asks: options.yes !== true });
  const { isStopped, release } = stopSignals(progress.say);
  const plans: ExplainedPlan[] = [];
  // Where nobody is asked, plans come after the live list, not into it.
  const shown: string[] = [];
  const show = (text: string): unknown => (options.yes ? shown.push(text) : process.stdout.write(text));
  let stacks: DeployedStack[];
  try {
    stacks = await deployEnvironment(graph, {
      run,
      parallel,
      verify: options.verify === true,
      workOf: (stack) => new StackWork(stack.name, textOf(stack), { terraform, journal, run: run.id, isStopped }),
      review: (plan) => {
        plans.push(plan);
        return review(plan, build.name, options, show);
      },
      tell: progress.tell,
      ended: (one) => progress.ended(one.name, outcomeText(one), one.seconds),
      isStopped,
    });
  } finally {
    await progress.close();
    release();
  }
  const isDone = stacks.every(isFinished);
  journal.write('run-ended', { run: run.id, outcome: isDone ? 'done' : 'open' });
  const minutes = Math.round((performance.now() - began) / 6000) / 10;
  const next = isDone ? nextSteps(input) : [`evenkeel deploy ${build.name}: goes on where this run stopped`];
  const summary = { environment: build.name, run: run.id, ...totals(stacks), minutes, journal: journal.path, next };
  const findings = stacks.flatMap((stack) => stack.findings);
  if (quiet) {
    const resumed = run.resumedFrom === undefined ? {} : { resumedFrom: run.resumedFrom };
    process.stdout.write(`${JSON.stringify({ ...summary, ...resumed, stacks, plans, findings }, null, 2)}\n`);
  } else {
    process.stdout.write(`${shown.join('')}${summaryText(summary, stacks)}`);
    process.stderr.write(problemsText(stacks));
  }
  if (stacks.some(({ failure }) => failure) || isStopped()) return exitCode.failure;
  return isDone && findings.length === 0 ? exitCode.fine : exitCode.findings;
}
