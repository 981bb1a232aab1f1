import type { Command } from 'commander';
import { type EnvironmentAccounts, environmentAccounts } from '../delivery/accounts';
import { environmentName } from '../delivery/build';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import { accountText } from './account-text';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { runTasks } from './run-tasks';

interface AccountsOptions {
  readonly permissions?: boolean;
  readonly json?: boolean;
}

/** `evenkeel accounts`: what accounts must have before the first apply, and who must be allowed what. */
export function addAccountsCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('accounts')
    .description('list what accounts must have before the first apply, and what the pipeline must be allowed')
    .argument('[environment...]', 'names or files; default: every file in environments/')
    .option('--permissions', 'show every permission, too')
    .option('--json', 'print the result as JSON')
    .action(async (typed: string[], options: AccountsOptions) => finish(await accounts(typed, options)));
}

async function accounts(typed: readonly string[], { permissions, json }: AccountsOptions): Promise<number> {
  const done: EnvironmentAccounts[] = [];
  await runTasks(
    chosenFiles(typed).map((file) => ({
      title: environmentName(file),
      run: async (tell) => {
        const { environment } = await loadEnvironment(file);
        const one = await environmentAccounts(environment, tell);
        done.push(one);
        return `${one.accounts.length} account${one.accounts.length === 1 ? '' : 's'}`;
      },
    })),
    { quiet: json === true },
  );
  const findings = done.flatMap((one) => one.findings);
  if (json) {
    const environments = done.map(({ environment, accounts: list }) => ({ environment, accounts: list }));
    process.stdout.write(`${JSON.stringify({ environments, findings }, null, 2)}\n`);
  } else {
    const list = done.flatMap((one) => one.accounts);
    process.stdout.write(list.map((account) => `\n${accountText(account, permissions === true)}\n`).join(''));
    process.stderr.write(showFindings(findings));
  }
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}
