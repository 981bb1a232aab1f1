import { type Command, shownCommand } from '../../constructs/contracts/command';
import { RunbookFailure } from '../runbook-failure';
import type { CommandRunner, RunOptions } from './command-runner';

export type { Command };

/** Longest text of a program that is told on. */
const maxTold = 400;

const firstWords = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').slice(0, maxTold);

/** Runs the look-ups of a command, and puts what they print into its words. */
async function filled(runner: CommandRunner, command: Command, options: RunOptions): Promise<Command> {
  if (!command.lookups) return command;
  const found: Record<string, string> = {};
  for (const [name, lookup] of Object.entries(command.lookups)) {
    const value = (await printedBy(runner, lookup, options)).trim();
    if (value === '' || value === 'None') {
      throw new RunbookFailure('COMMAND_FAILED', shownCommand(lookup), `found nothing for {${name}}`);
    }
    found[name] = value;
  }
  const args = command.args.map((word) => word.replaceAll(/\{(\w+)\}/g, (whole, name: string) => found[name] ?? whole));
  return { ...command, args };
}

/**
 * Runs a command with its look-ups and gives what it printed.
 * @throws RunbookFailure COMMAND_FAILED, COMMAND_MISSING, STEP_TIMEOUT or STOPPED
 */
export async function printedBy(runner: CommandRunner, command: Command, options: RunOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await runner.run(await filled(runner, command, options), options);
  if (exitCode === 0) return stdout;
  const said = firstWords(stderr) || firstWords(stdout) || 'it printed nothing';
  throw new RunbookFailure('COMMAND_FAILED', shownCommand(command), `exit code ${exitCode}: ${said}`);
}
