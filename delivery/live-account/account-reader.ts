import type { Quota } from '../../environments/facts/quotas';
import type { LiveAccount } from '../../policies/preflight/live-account';

/** What is asked of an account. */
export interface Wanted {
  readonly quotas: readonly Quota[];
  readonly machineTypes: readonly string[];
}

/** Reads an account, and changes nothing in it. Throws `LiveFailure`. */
export type AccountReader<S> = (site: S, wanted: Wanted) => Promise<LiveAccount>;

/** How long one answer may take. */
export const answerTimeoutMs = 20_000;
