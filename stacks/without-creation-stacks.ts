/**
 * Runs work without recording where each token was made. cdktf captures the whole call stack of every token and nested
 * block, shows it in nothing but its own resolution errors, and has no switch for it; it is most of the time that
 * constructs take. Errors keep their stacks: the language, not this function, records those. `EVENKEEL_DEBUG` keeps
 * everything.
 */
export async function withoutCreationStacks<T>(work: () => Promise<T>): Promise<T> {
  if (process.env.EVENKEEL_DEBUG) return work();
  const capture = Error.captureStackTrace;
  Error.captureStackTrace = () => undefined;
  try {
    return await work();
  } finally {
    Error.captureStackTrace = capture;
  }
}
