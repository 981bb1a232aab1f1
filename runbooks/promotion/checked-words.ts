import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, InputError } from '../../environments/model';
import { environmentFiles, environmentsFolder } from '../../environments/model/environment-files';

const mostLength = 300;

const wrong = (place: string, message: string, value: string, fix: string): Finding => ({
  code: 'PROMOTION_INPUT',
  file: '',
  place,
  message,
  value: value.replaceAll(/\p{C}/gu, '?'),
  fix,
});

/** Text that goes into a commit: one line that hides nothing and adds no trailer. */
const textFindings = (place: string, value: string): Finding[] => {
  if (/\p{C}|[\u2028\u2029]/u.test(value))
    return [wrong(place, 'it has control characters or line ends', value, 'write one line of plain text')];
  if (value.trim() === '') return [wrong(place, 'it says nothing', value, 'say why, in a sentence')];
  return value.length > mostLength
    ? [wrong(place, `it is longer than ${mostLength} characters`, value, 'say it in a sentence')]
    : [];
};

const address = /^[^\s<>@,:]+@[^\s<>@,:]+$/;

const addressFindings = (place: string, value: string): Finding[] => {
  const found = textFindings(place, value);
  if (found.length > 0 || address.test(value)) return found;
  return [wrong(place, 'it is no address', value, 'write it as people commit with it: ada@example.com')];
};

/** A folder of the repository: nothing above it, nothing hidden. */
const folderFindings = (place: string, value: string): Finding[] =>
  /^(?!.*(^|\/)\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(value)
    ? []
    : [wrong(place, 'it is no folder below this one', value, 'name a folder of the repository, such as dist')];

export interface TypedWords {
  readonly out: string;
  readonly reason?: string;
  readonly askedBy?: string;
  readonly approvedBy?: readonly string[];
}

/**
 * Refuses what must not reach a path, a commit or a terminal, all at once.
 * @throws InputError PROMOTION_INPUT
 */
export function checkWords({ out, reason, askedBy, approvedBy = [] }: TypedWords): void {
  const findings = [
    ...folderFindings('--out', out),
    ...(reason === undefined ? [] : textFindings('--reason', reason)),
    ...(askedBy === undefined ? [] : addressFindings('--asked-by', askedBy)),
    ...approvedBy.flatMap((one) => addressFindings('--approved-by', one)),
  ];
  if (findings.length > 0) throw new InputError(findings);
}

/**
 * The file of an environment by its name; paths are not taken, so that a name leads nowhere else.
 * @throws InputError PROMOTION_INPUT or UNKNOWN_ENVIRONMENT
 */
export function environmentFileOf(root: string, name: string, place: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new InputError([
      wrong(place, 'it is no name of an environment', name, 'name it as its file is named, without folder'),
    ]);
  }
  const path = join(root, environmentsFolder, `${name}.ts`);
  if (existsSync(path)) return path;
  throw new InputError([
    {
      code: 'UNKNOWN_ENVIRONMENT',
      file: environmentsFolder,
      place,
      message: 'no such environment',
      value: name,
      allowed: environmentFiles(join(root, environmentsFolder)).map((file) => file.replace(/^.*\/|\.ts$/g, '')),
      fix: 'use a name of the list',
    },
  ]);
}
