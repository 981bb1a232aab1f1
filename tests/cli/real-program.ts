import { Command } from 'commander';
import { run } from '../../cli/main';

/** The real program, as the command line makes it, without running anything of it. */
export async function theProgram(): Promise<Command> {
  let program: Command | undefined;
  const parse = jest.spyOn(Command.prototype, 'parseAsync').mockImplementation(async function (this: Command) {
    program = this;
    return this;
  });
  await run(['node', 'evenkeel']);
  parse.mockRestore();
  if (!program) throw new Error('the command line made no program');
  return program;
}

/** What is wrong with words behind `evenkeel`; `undefined`: the command line takes them. */
export function problemOf(program: Command, [name = '', ...rest]: readonly string[]): string | undefined {
  const command = program.commands.find((one) => one.name() === name);
  if (!command) return `there is no command ${name}`;
  const inner = command.commands.find((one) => one.name() === rest[0]);
  if (inner) return problemOf(command, rest);
  const { _defaultCommandName: unsaid } = command as { readonly _defaultCommandName?: string };
  if (unsaid) return problemOf(command, [unsaid, ...rest]);
  const { operands, unknown } = command.parseOptions([...rest]);
  if (unknown.length > 0) return `${name} has no option ${unknown.join(' ')}`;
  const [least, most] = [
    command.registeredArguments.filter(({ required }) => required).length,
    command.registeredArguments.some(({ variadic }) => variadic)
      ? Number.POSITIVE_INFINITY
      : command.registeredArguments.length,
  ];
  return operands.length < least || operands.length > most ? `${name} takes other arguments` : undefined;
}
