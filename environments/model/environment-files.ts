import { existsSync, readdirSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { InputError } from './finding';
import type { FindingCode } from './finding-codes';

/** Where a repository keeps its environments, one file each. */
export const environmentsFolder = 'environments';

/** Every environment file of a repository, sorted by name. */
export function environmentFiles(folder = environmentsFolder): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/**
 * The files behind what was typed: names, paths, or nothing for all of them.
 * @throws InputError UNKNOWN_ENVIRONMENT for every name without a file, or NO_ENVIRONMENTS
 */
export function chosenFiles(typed: readonly string[], folder = environmentsFolder): string[] {
  const known = environmentFiles(folder);
  const names = known.map((file) => file.slice(folder.length + 1, -extname(file).length));
  const problem = (code: FindingCode, message: string, fix: string, value?: string) => ({
    code,
    file: folder,
    place: '',
    message,
    value,
    allowed: names,
    fix,
  });
  if (typed.length === 0 && known.length === 0) {
    throw new InputError([
      problem(
        'NO_ENVIRONMENTS',
        'there is no environment file here',
        'run `evenkeel init <dir>`, or go to the repository',
      ),
    ]);
  }
  if (typed.length === 0) return known.map((file) => resolve(file));
  const found = typed.map((text) => {
    const named = join(folder, `${text}.ts`);
    return { text, file: names.includes(text) ? named : text };
  });
  const missing = found.filter(({ file }) => !existsSync(file) || extname(file) === '');
  if (missing.length > 0) {
    throw new InputError(
      missing.map(({ text }) =>
        problem('UNKNOWN_ENVIRONMENT', 'no such environment', 'use a name of the list or a path', text),
      ),
    );
  }
  return [...new Set(found.map(({ file }) => resolve(file)))];
}
