import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Finding } from '../../environments/model';
import { commandsOf, ofGuards } from '../engine/lost-sites';
import type { Runbook } from '../engine/step';

const isThere = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Programs that the steps call and that are not installed: better known before the first step than in the middle. */
export function missingPrograms<Context, Input>(
  runbook: Runbook<Context, Input>,
  input: Input,
  has: (program: string) => boolean = isThere,
): Finding[] {
  const commands = [...ofGuards(runbook, input), ...runbook.steps(input).flatMap((step) => commandsOf(step as never))];
  return [...new Set(commands.map(({ program }) => program))]
    .filter((program) => !has(program))
    .map((program) => ({
      code: 'RUNBOOK_PROGRAM',
      file: runbook.name,
      place: program,
      message: 'steps call it, and it is not installed; nothing was changed',
      fix: 'install it, or put it on the PATH',
    }));
}
