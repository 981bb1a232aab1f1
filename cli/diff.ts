import { join } from 'node:path';
import type { Command } from 'commander';
import type { StackDiff } from '../runbooks/deploy/diff-environment';
import { dangersOf, isEmptyPlan, weakenedBy } from '../runbooks/deploy/explain-plan';
import { planMarkdown, planText } from '../runbooks/deploy/plan-words';
import type { DeployWords } from './deploy-input';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { withStackOptions } from './stack-options';

interface DiffOptions extends DeployWords {
  readonly strict?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

/** `evenkeel diff`: what a deploy would do, in words of people; nothing is changed, and no lock is taken. */
export function addDiffCommand(program: Command, finish: (code: number) => void): void {
  withStackOptions(program.command('diff'))
    .description('explain what a deploy would do, why, and what would be lost; tells drift apart, changes nothing')
    .argument('<environment>', 'name or file')
    .option('--strict', 'exit with 1 if anything would change or has drifted')
    .option('--markdown', 'print it as a comment of a pull request')
    .option('--json', 'print it as JSON')
    .action(async (typed: string, options: DiffOptions) => finish(await diff(typed, options)));
}

async function diff(typed: string, options: DiffOptions): Promise<number> {
  const [{ deployInput }, { diffEnvironment }, { StackWork }, { deployJournal }, { untoldFindings }] =
    await Promise.all([
      import('./deploy-input'),
      import('../runbooks/deploy/diff-environment'),
      import('../runbooks/deploy/stack-work'),
      import('../runbooks/deploy/deploy-journal'),
      import('../runbooks/deploy/lost-state'),
    ]);
  const [{ findTerraform }, { workRoot }, { takeLock }, { stackProgress }, { stopSignals }] = await Promise.all([
    import('../runbooks/terraform/terraform-program'),
    import('../runbooks/work-root'),
    import('../runbooks/engine/run-lock'),
    import('./stack-progress'),
    import('./stop-signals'),
  ]);
  const { build, graph, textOf, findings: ofBuild, parallel } = await deployInput(typed, options);
  const root = join(workRoot, 'diff');
  const terraform = await findTerraform(root);
  const release = takeLock(join(root, `${build.name}.lock`), { name: build.name, code: 'DEPLOY_RUNNING' });
  const journal = deployJournal(join(root, `${build.name}.jsonl`));
  const names = graph.stacks.map(({ name }) => name);
  const deployRoot = join(workRoot, 'deploy');
  const untold = untoldFindings(deployRoot, names);
  const findings = [...ofBuild, ...untold];
  const progress = await stackProgress(names, { quiet: options.json === true, asks: false });
  const signals = stopSignals(progress.say);
  const deploys = { journal: deployJournal(join(deployRoot, `${build.name}.jsonl`)), root: deployRoot };
  const settings = { terraform, journal, isStopped: signals.isStopped, run: 'diff', root, deploys };
  let stacks: StackDiff[];
  try {
    stacks = await diffEnvironment(graph, {
      parallel,
      workOf: (stack) => new StackWork(stack.name, textOf(stack), settings),
      tell: progress.tell,
      ended: (one) => progress.ended(one.name, briefly(one)),
      isStopped: signals.isStopped,
    });
  } finally {
    await progress.close();
    signals.release();
    release();
  }
  const notPlanned = stacks.flatMap((stack) => stack.findings);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ environment: build.name, stacks, findings }, null, 2)}\n`);
  } else {
    process.stdout.write(`\n${stacks.map(options.markdown ? markdownOf : textOfDiff).join('\n')}`);
    process.stderr.write(showFindings([...findings, ...notPlanned]));
  }
  if (stacks.length < names.length || stacks.some(({ failure }) => failure)) return exitCode.failure;
  const changed = stacks.some(({ plan, onlyAfter }) => onlyAfter || (plan && !isEmptyPlan(plan)) || plan?.drift.length);
  const lost = stacks.some(({ plan }) => plan && (dangersOf(plan).length > 0 || weakenedBy(plan).length > 0));
  return lost || untold.length > 0 || notPlanned.length > 0 || (options.strict && changed)
    ? exitCode.findings
    : exitCode.fine;
}

const briefly = ({ plan, onlyAfter, failure }: StackDiff): string => {
  if (plan) return isEmptyPlan(plan) ? 'nothing to do' : 'planned';
  if (onlyAfter) return 'cannot be planned yet';
  return failure ? failure.code : 'refused';
};

const laterText = ({ name, onlyAfter, failure }: StackDiff): string =>
  onlyAfter
    ? `${name}: can only be planned after ${onlyAfter.join(', ')}\n`
    : `${name}: ${failure ? `${failure.code} ${failure.message}\n    fix: ${failure.fix}` : 'refused'}\n`;

const noteText = ({ mayChangeAfter = [] }: StackDiff): string =>
  mayChangeAfter.length > 0 ? `  may change once these are applied: ${mayChangeAfter.join(', ')}\n` : '';

const textOfDiff = (stack: StackDiff): string =>
  stack.plan ? `${planText(stack.plan)}${noteText(stack)}` : laterText(stack);

const markdownOf = (stack: StackDiff): string =>
  stack.plan ? `${planMarkdown(stack.plan)}${noteText(stack).trimStart()}` : laterText(stack);
