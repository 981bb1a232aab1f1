import { childProcesses } from '../runbooks/engine/command-runner';
import type { StatedRoles } from '../runbooks/recovery/recovery-scope';

interface Listed {
  readonly sites: readonly {
    readonly environment: string;
    readonly site: string;
    readonly role: string;
    readonly lineage?: number;
  }[];
}

/** Roles as the environment file has them now: read by a process of its own, since this one read it before. */
export async function statedRoles(environment: string): Promise<StatedRoles> {
  const [, script = ''] = process.argv;
  const command = { program: process.execPath, args: [...process.execArgv, script, 'list', '--json'] };
  const { stdout, stderr, exitCode } = await childProcesses.run(command, { timeoutMs: 60_000 });
  if (exitCode !== 0) throw new Error(`the environment files cannot be read: ${stderr.trim()}`);
  const { sites } = JSON.parse(stdout) as Listed;
  const found = sites.find((one) => one.environment === environment && one.role === 'primary');
  return { primary: found?.site ?? 'none', lineage: found?.lineage ?? 1 };
}
