import { InputError } from '../environments/model';

/**
 * All of a list, or the one that was typed.
 * @throws InputError where the list has no such word
 */
export function chosenWords<T extends string>(
  all: readonly T[],
  typed: string | undefined,
  what: 'site' | 'stack',
  file: string,
): readonly T[] {
  if (typed === undefined) return all;
  const found = all.filter((name) => name === typed);
  if (found.length > 0) return found;
  throw new InputError([
    {
      code: what === 'site' ? 'UNKNOWN_SITE' : 'UNKNOWN_VALUE',
      file,
      place: `--${what}`,
      message: `there is no ${what} of this name`,
      value: typed,
      allowed: all,
      fix: 'use a name of the list',
    },
  ]);
}
