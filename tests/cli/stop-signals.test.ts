import { stopSignals } from '../../cli/stop-signals';

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('answers %s once, until it is released', (name) => {
  const before = process.listenerCount(name);
  const said: string[] = [];
  const { signal, isStopped, release } = stopSignals((text) => said.push(text));
  expect([isStopped(), signal.aborted]).toEqual([false, false]);
  process.emit(name);
  process.emit(name);
  expect([isStopped(), signal.aborted, said.length]).toEqual([true, true, 1]);
  release();
  expect(process.listenerCount(name)).toBe(before);
});
