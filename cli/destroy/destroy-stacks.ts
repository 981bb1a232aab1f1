import { join } from 'node:path';
import type { DeployedStack } from '../../runbooks/deploy/deploy-environment';
import type { DeployJournal } from '../../runbooks/deploy/deploy-journal';
import { planText } from '../../runbooks/deploy/plan-words';
import type { Teardown } from './teardown-words';

/**
 * Ends every stack, each once nothing stands on it any more. One that was cut short goes on.
 * @param empty stacks that hold nothing
 */
export async function destroyStacks(
  { input: { textOf, parallel }, going, options }: Teardown,
  journal: DeployJournal,
  empty: ReadonlySet<string>,
): Promise<DeployedStack[]> {
  const [{ openRun }, { deployEnvironment, isFinished }, { StackWork, sha256 }, { findTerraform }] = await Promise.all([
    import('../../runbooks/deploy/deploy-journal'),
    import('../../runbooks/deploy/deploy-environment'),
    import('../../runbooks/deploy/stack-work'),
    import('../../runbooks/terraform/terraform-program'),
  ]);
  const [{ workRoot }, { stackProgress }, { stopSignals }] = await Promise.all([
    import('../../runbooks/work-root'),
    import('../stack-progress'),
    import('../stop-signals'),
  ]);
  const root = join(workRoot, 'deploy');
  const terraform = await findTerraform(root);
  // In the journal of deploys, by another name: none of them is gone on with after this.
  const build = sha256(['destroy', ...going.stacks.map((stack) => `${stack.name}\0${textOf(stack)}`)].join('\0'));
  const begun = openRun(journal, build, false);
  const run = { ...begun, done: new Set([...begun.done, ...empty]) };
  const quiet = options.json === true;
  const names = going.stacks.map(({ name }) => name);
  const progress = await stackProgress(names, { quiet, asks: true });
  const { isStopped, release } = stopSignals(progress.say);
  const settings = { terraform, journal, run: run.id, root, destroys: true, isStopped };
  try {
    const stacks = await deployEnvironment(going, {
      run,
      parallel,
      verify: false,
      workOf: (stack) => new StackWork(stack.name, textOf(stack), settings),
      review: async (plan) => {
        if (!quiet) process.stdout.write(`\n${planText(plan)}`);
        return true;
      },
      tell: progress.tell,
      ended: ({ name, outcome, failure, seconds }) =>
        progress.ended(name, failure ? `${outcome}, ${failure.code}` : outcome, seconds),
      isStopped,
    });
    journal.write('run-ended', { run: run.id, outcome: stacks.every(isFinished) ? 'done' : 'open' });
    return stacks;
  } finally {
    await progress.close();
    release();
  }
}
