import { setTimeout as pause } from 'node:timers/promises';
import { RunbookFailure } from '../runbook-failure';

/** Time as a run sees it; tests have one that does not pass by itself. */
export interface Clock {
  now(): Date;
  /** @throws RunbookFailure STOPPED when the signal fires */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  pause: async (ms, signal) => {
    try {
      await pause(ms, undefined, { signal });
    } catch {
      throw new RunbookFailure('STOPPED', 'waiting', 'asked to stop');
    }
  },
};
