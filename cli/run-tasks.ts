/** One line of the task list. */
export interface Task {
  readonly title: string;
  /** `tell` changes the line while the work goes on; what is returned stands behind the title at the end. */
  readonly run: (tell: (text: string) => void) => Promise<string | undefined>;
}

interface RunOptions {
  readonly quiet: boolean;
  /** The tasks answer Ctrl-C themselves. Default: it ends the program. */
  readonly ownSignals?: boolean;
}

/** Whether someone watches: a terminal, outside of CI. */
const isWatched = (): boolean => process.stderr.isTTY === true && !process.env.CI;

/**
 * Runs tasks one after the other with a live list on a terminal, plain lines elsewhere, nothing when quiet. Progress
 * goes to stderr, so that stdout stays the result.
 */
export async function runTasks(tasks: readonly Task[], { quiet, ownSignals = false }: RunOptions): Promise<void> {
  if (!quiet && isWatched()) return runListed(tasks, ownSignals);
  for (const { title, run } of tasks) {
    const began = performance.now();
    const note = await run(() => undefined);
    if (!quiet)
      process.stderr.write(`${title}: ${note ?? 'built'} (${((performance.now() - began) / 1000).toFixed(2)} s)\n`);
  }
}

async function runListed(tasks: readonly Task[], ownSignals: boolean): Promise<void> {
  const { Listr, PRESET_TIMER } = await import('listr2');
  const list = new Listr(
    tasks.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { title: string; output: string }) => {
        const note = await run((text) => {
          task.output = text;
        });
        if (note) task.title = `${title}: ${note}`;
      },
    })),
    { rendererOptions: { timer: PRESET_TIMER, logger: undefined }, registerSignalListeners: !ownSignals },
  );
  await list.run();
}
