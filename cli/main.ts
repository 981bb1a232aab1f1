#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addAccountsCommand } from './accounts';
import { addAddressesCommand } from './addresses';
import { addBootstrapCommand } from './bootstrap';
import { addBuildCommand } from './build';
import { addCheckCommand } from './check';
import { addCostCommand } from './cost/cost';
import { addDeployCommand } from './deploy';
import { addDestroyCommand } from './destroy/destroy';
import { addDiffCommand } from './diff';
import { addDownCommand } from './down';
import { addDrillCommand } from './drill';
import { exitCode } from './exit-code';
import { reportFailure } from './failure';
import { addHistoryCommand } from './history';
import { addInitCommand } from './init';
import { addListCommand } from './list';
import { addLockCommand } from './lock';
import { addModelCommands } from './model';
import { addOrphansCommand } from './orphans';
import { packageVersion } from './package-root';
import { addPipelineCommand } from './pipeline';
import { addPlatformBackupCommand } from './platform-backup';
import { addPreflightCommand } from './preflight';
import { addPreviewCommand } from './preview';
import { addPromoteCommand } from './promote';
import { addRecoveryCommand } from './recovery';
import { addRevertCommand } from './revert';
import { addRunbookCommands } from './runbook';
import { addUpCommand } from './up';
import { addUpgradeCommand } from './upgrade';

/** Runs the command line and returns the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.fine;
  const finish = (result: number): void => {
    code = result;
  };
  const program = new Command('evenkeel')
    .description('The same machine-learning platform on AWS, Google Cloud and Azure from one typed environment file.')
    .version(packageVersion)
    // `--version` behind a command is an option of that command: the version of a model.
    .enablePositionalOptions()
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
    addDeployCommand,
    addDiffCommand,
    addDrillCommand,
    addListCommand,
    addAddressesCommand,
    addLockCommand,
    addPromoteCommand,
    addRevertCommand,
    addHistoryCommand,
    addModelCommands,
    addPlatformBackupCommand,
    addPipelineCommand,
    addDestroyCommand,
    addPreviewCommand,
    addOrphansCommand,
    addInitCommand,
    addUpCommand,
    addDownCommand,
    addRunbookCommands,
    addUpgradeCommand,
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
