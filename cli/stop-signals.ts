const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface StopSignals {
  /** Aborted once somebody asked to stop. */
  readonly signal: AbortSignal;
  readonly isStopped: () => boolean;
  /** From here on signals end the program again. */
  readonly release: () => void;
}

const asked =
  'Asked to stop: nothing new is begun; what runs winds up and writes down what it did. Ask again to leave it to itself.';

/**
 * Ctrl-C and its kin begin nothing new; what runs is ended by itself.
 * @param say to whoever asked. Default: nobody is told
 */
export function stopSignals(say?: (text: string) => void): StopSignals {
  const stop = new AbortController();
  stop.signal.addEventListener('abort', () => say?.(asked));
  const abort = (): void => stop.abort();
  for (const signal of signals) process.on(signal, abort);
  return {
    signal: stop.signal,
    isStopped: () => stop.signal.aborted,
    release: () => {
      for (const signal of signals) process.off(signal, abort);
    },
  };
}
