#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addAccountsCommand } from './accounts';
import { addAddressesCommand } from './addresses';
import { addBootstrapCommand } from './bootstrap';
import { addBuildCommand } from './build';
import { addCheckCommand } from './check';
import { addCostCommand } from './cost/cost';
import { addDrillCommand } from './drill';
import { exitCode } from './exit-code';
import { reportFailure } from './failure';
import { addInitCommand } from './init';
import { addListCommand } from './list';
import { addLockCommand } from './lock';
import { addOrphansCommand } from './orphans';
import { packageVersion } from './package-root';
import { addPlatformBackupCommand } from './platform-backup';
import { addPreflightCommand } from './preflight';
import { addRecoveryCommand } from './recovery';
import { addRunbookCommands } from './runbook';

/** Runs the command line and returns the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.fine;
  const finish = (result: number): void => {
    code = result;
  };
  const program = new Command('evenkeel')
    .description('The same machine-learning platform on AWS, Google Cloud and Azure from one typed environment file.')
    .version(packageVersion)
    .exitOverride()
    .showHelpAfterError('run `evenkeel --help` for what can be typed');
  for (const add of [
    addBuildCommand,
    addCheckCommand,
    addPreflightCommand,
    addRecoveryCommand,
    addCostCommand,
    addAccountsCommand,
    addBootstrapCommand,
    addDrillCommand,
    addListCommand,
    addAddressesCommand,
    addLockCommand,
    addPlatformBackupCommand,
    addOrphansCommand,
    addInitCommand,
    addRunbookCommands,
  ])
    add(program, finish);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride();
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.wrongInput;
    return reportFailure(error, argv.includes('--json'));
  }
}

if (require.main === module) {
  run(process.argv).then((code) => {
    process.exitCode = code;
  });
}
