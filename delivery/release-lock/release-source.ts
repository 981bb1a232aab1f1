import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { InputError } from '../../environments/model';
import { shownPath } from '../../environments/model/load-environment';
import { withoutUser } from '../without-user';
import type { ReleaseRecord } from './release-record';

/** What a record is written into and what is rendered from it decides nothing, so it makes no commit another one. */
const derived = [
  ':(top,exclude,glob)**/*.lock.json',
  ':(top,exclude,glob)**/*.sbom.json',
  ':(top,exclude,glob)**/dist/**',
];

/** `undefined`: Git says no, or is not there. No shell, and nobody to ask. */
const git = (folder: string, ...words: string[]): Promise<string | undefined> =>
  new Promise((done) => {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
    execFile('git', words, { cwd: folder, env, maxBuffer: 64 * 2 ** 20 }, (error, stdout) =>
      done(error ? undefined : stdout),
    );
  });

const isInRepository = (folder: string): boolean =>
  existsSync(join(folder, '.git')) || (dirname(folder) !== folder && isInRepository(dirname(folder)));

/**
 * The last commit that changed anything that a release is made of; `undefined`: the file lies in no repository.
 * @param beside files that are read only for the record, such as evidence: they need not be in Git
 * @throws InputError RELEASE_SOURCE where something is not committed
 */
export async function releaseSource(file: string, beside: readonly string[]): Promise<ReleaseRecord['source']> {
  const folder = dirname(resolve(file));
  if (!isInRepository(folder)) return undefined;
  const refuse = (message: string, fix: string, value?: unknown): undefined => {
    throw new InputError([
      {
        code: 'RELEASE_SOURCE',
        file: shownPath(file),
        place: '',
        message,
        ...(value === undefined ? {} : { value }),
        fix,
      },
    ]);
  };
  const top = (await git(folder, 'rev-parse', '--show-toplevel'))?.trim();
  if (top === undefined)
    return refuse('Git is not installed, or does not trust the repository', 'look what `git status` says');
  const others = beside
    .map((path) => relative(top, resolve(path)))
    .filter((path) => !path.startsWith('..'))
    .map((path) => `:(top,exclude,literal)${path}`);
  const paths = [':(top)', ...derived, ...others];
  const status = await git(top, 'status', '--porcelain=v1', '-z', '--untracked-files=all', '--', ...paths);
  const dirty = status?.split('\0').filter((line) => line !== '') ?? [];
  if (dirty.length > 0) {
    refuse(
      'a release would be recorded of what is in no commit',
      'commit the changes, or put them aside (`git stash`)',
      dirty.map((line) => line.slice(3)),
    );
  }
  const [commit = '', at = ''] =
    (await git(top, 'log', '-1', '--format=%H %cI', '--', ...paths))?.trim().split(' ') ?? [];
  if (status === undefined || commit === '') {
    return refuse('Git cannot say which commit this is', 'make a first commit, and look what `git status` says');
  }
  const origin = (await git(top, 'config', '--get', 'remote.origin.url'))?.trim();
  return {
    commit,
    at: new Date(at).toISOString(),
    ...(origin ? { repository: withoutUser(origin) } : {}),
  };
}
