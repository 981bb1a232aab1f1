import { childProcesses } from '../runbooks/engine/command-runner';

interface Listed {
  readonly sites: readonly { readonly environment: string; readonly site: string; readonly role: string }[];
}

/** The primary site as the environment file has it now: read by a process of its own, since this one read it before. */
export async function statedPrimary(environment: string): Promise<string> {
  const [, script = ''] = process.argv;
  const command = { program: process.execPath, args: [...process.execArgv, script, 'list', '--json'] };
  const { stdout, stderr, exitCode } = await childProcesses.run(command, { timeoutMs: 60_000 });
  if (exitCode !== 0) throw new Error(`the environment files cannot be read: ${stderr.trim()}`);
  const { sites } = JSON.parse(stdout) as Listed;
  return sites.find((one) => one.environment === environment && one.role === 'primary')?.site ?? 'none';
}
