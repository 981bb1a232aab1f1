import { setTimeout as pause } from 'node:timers/promises';
import type { GraphStack, StackGraph } from '../../../delivery/stack-graph';
import { runGraph } from '../../../runbooks/deploy/run-graph';

const stack = (name: string, ...after: string[]): GraphStack => ({ name, kind: 'data', folder: name, after });
const graph: StackGraph = {
  environment: 'test',
  stacks: [stack('a'), stack('b'), stack('c', 'a'), stack('d', 'a', 'b'), stack('e', 'd')],
};

/** Runs it, and tells what ran when. */
async function ran(parallel: number, bad: readonly string[] = [], stopAfter = Number.POSITIVE_INFINITY) {
  const began: string[] = [];
  let running = 0;
  let most = 0;
  const results = await runGraph<boolean>(graph, {
    parallel,
    isDone: (fine) => fine,
    isStopped: () => began.length >= stopAfter,
    work: async ({ name }) => {
      began.push(name);
      most = Math.max(most, ++running);
      await pause(1);
      running--;
      return !bad.includes(name);
    },
  });
  return { began, most, results: Object.fromEntries(results) };
}

it.each([1, 2, 4])('runs at most %i at a time, each after what it waits for', async (parallel) => {
  const { began, most, results } = await ran(parallel);
  expect(most).toBe(Math.min(parallel, 2));
  expect(Object.values(results)).toEqual([true, true, true, true, true]);
  for (const { name, after } of graph.stacks)
    for (const one of after) expect(began.indexOf(one)).toBeLessThan(began.indexOf(name));
});

it('leaves out what waits for one that is not done, and goes on with the others', async () =>
  expect((await ran(2, ['b'])).results).toEqual({ a: true, b: false, c: true }));

it('begins nothing new once it is stopped, and ends what runs', async () =>
  expect((await ran(2, [], 2)).results).toEqual({ a: true, b: true }));
