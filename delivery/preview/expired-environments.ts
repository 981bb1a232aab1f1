import { readEnvironment } from '../../environments/model/load-environment';
import { daysBetween } from '../../policies/cost/limits/expiry';

export interface ExpiredEnvironment {
  readonly name: string;
  readonly file: string;
  /** ISO date. */
  readonly expires: string;
  readonly daysOver: number;
}

/**
 * Environments whose last day is over. What else a file says is not looked at: one that cannot be built any more ends, too.
 * @param today ISO date
 */
export async function expiredEnvironments(files: readonly string[], today: string): Promise<ExpiredEnvironment[]> {
  const found: ExpiredEnvironment[] = [];
  for (const path of files) {
    const { input, file } = await readEnvironment(path);
    const { name, expires } = input as { name?: unknown; expires?: unknown };
    if (typeof name !== 'string' || typeof expires !== 'string') continue;
    const daysOver = daysBetween(expires, today);
    if (daysOver > 0) found.push({ name, file, expires, daysOver });
  }
  return found;
}
