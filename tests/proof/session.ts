import { readFileSync } from 'node:fs';
import type { LocatedTool } from './tools/locate';

/** What one run of the proofs works with: made once by `session-start.ts`, read by every suite. */
export interface Session {
  /** Scratch folder of the run, outside the repository; removed at its end. */
  readonly folder: string;
  /** Output folder of the fresh build all suites read. */
  readonly tree: string;
  /** A missing tool is a failure. */
  readonly strict: boolean;
  readonly tools: readonly LocatedTool[];
  /** Tool that is not ready to one line that says why and what is skipped. */
  readonly missing: Readonly<Record<string, string>>;
  /** File that `skippedByName` appends to. */
  readonly skips: string;
}

/** Environment variable that leads suites to the session. */
export const SESSION_VARIABLE = 'EVENKEEL_PROOF_SESSION';

/** The session of this run. Throws outside of one. */
export function session(): Session {
  const path = process.env[SESSION_VARIABLE];
  if (path === undefined) throw new Error('no proof session; start proofs with "npm run proof"');
  return JSON.parse(readFileSync(path, 'utf8')) as Session;
}
