import { createInterface } from 'node:readline/promises';
import { InputError } from '../environments/model';

/**
 * Asks on the terminal; only `yes` is a yes.
 * @param file what it is about
 * @throws InputError BOOTSTRAP_UNCONFIRMED where nobody can be asked
 */
export async function confirmed(question: string, file: string): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new InputError([
      {
        code: 'BOOTSTRAP_UNCONFIRMED',
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
