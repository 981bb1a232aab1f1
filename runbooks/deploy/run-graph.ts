import type { GraphStack, StackGraph } from '../../delivery/stack-graph';

export interface GraphRun<Result> {
  /** How many at a time, at most. */
  readonly parallel: number;
  readonly work: (stack: GraphStack) => Promise<Result>;
  /** Whether those that wait for it may begin. */
  readonly isDone: (result: Result) => boolean;
  /** Nothing new is begun once this holds. */
  readonly isStopped: () => boolean;
}

/**
 * Does something with every stack, each as soon as all that it waits for is done. Where one is not done, those that wait for it
 * are left out, and the others go on.
 * @returns by name; what is missing was not begun
 */
export async function runGraph<Result>(
  { stacks }: StackGraph,
  { parallel, work, isDone, isStopped }: GraphRun<Result>,
): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>();
  const running = new Map<string, Promise<void>>();
  const isReady = ({ name, after }: GraphStack): boolean =>
    !results.has(name) &&
    !running.has(name) &&
    after.every((one) => {
      const result = results.get(one);
      return result !== undefined && isDone(result);
    });
  for (;;) {
    for (const stack of isStopped() ? [] : stacks.filter(isReady).slice(0, Math.max(0, parallel - running.size))) {
      const end = work(stack).then((result) => {
        results.set(stack.name, result);
        running.delete(stack.name);
      });
      running.set(stack.name, end);
    }
    if (running.size === 0) return results;
    await Promise.race(running.values());
  }
}
