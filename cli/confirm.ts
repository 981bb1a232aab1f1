import { createInterface } from 'node:readline/promises';
import { type FindingCode, InputError } from '../environments/model';

/** Whether somebody sits at a terminal. */
export const canBeAsked = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Asks on the terminal; only `yes` is a yes.
 * @param file what it is about
 * @param code of the finding where nobody can be asked
 * @throws InputError with that code
 */
export async function confirmed(
  question: string,
  file: string,
  code: FindingCode = 'BOOTSTRAP_UNCONFIRMED',
): Promise<boolean> {
  if (!canBeAsked()) {
    throw new InputError([
      {
        code,
        file,
        place: '--yes',
        message: 'a plan is to be applied, and there is no terminal to ask on; nothing was changed',
        fix: 'look at the plan, and run it again with --yes',
      },
    ]);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Only "yes" is a yes: `)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}

/** Asks for a name to be typed, where a "yes" is typed too easily. */
export async function typedName(question: string, name: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type "${name}" to go on: `)).trim() === name;
  } finally {
    terminal.close();
  }
}
