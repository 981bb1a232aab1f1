/** What a command tells the shell. */
export const exitCode = {
  fine: 0,
  /** The input is sound, but a promise is not kept. */
  findings: 1,
  wrongInput: 2,
  /** A tool or a cloud failed, or Evenkeel itself did. */
  failure: 3,
} as const;
