import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withoutUser } from '../../delivery/without-user';
import { runProgram } from '../program';
import type { BackupManifest } from './manifest';

type Repository = BackupManifest['repositories'][number];

/** `https://github.com/example/ml-platform.git` becomes `ml-platform`. */
const nameOf = (url: string): string =>
  (withoutUser(url).replace(/[/]+$/, '').split(/[/:]/).at(-1) ?? '')
    .replace(/\.git$/, '')
    .replaceAll(/[^\w.-]/g, '-') || 'repository';

const inScratch = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-git-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const refsOf = async (place: string, folder: string): Promise<Repository['refs']> => {
  const lines = await runProgram(place, 'git', ['for-each-ref', '--format=%(refname) %(objectname)'], folder);
  const pairs = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ') as [string, string]);
  return Object.fromEntries(pairs);
};

/**
 * Writes all of a repository into one file. Its objects are checked first: a bundle of what is broken would hide it.
 * @param folder of the backup
 * @throws RunbookFailure PROGRAM_FAILED
 */
export const bundleRepository = (url: string, folder: string): Promise<Repository> =>
  inScratch(async (scratch) => {
    const place = `repository ${withoutUser(url)}`;
    const mirror = join(scratch, 'mirror.git');
    const file = `repositories/${nameOf(url)}.bundle`;
    await runProgram(place, 'git', ['clone', '--quiet', '--mirror', '--', url, mirror]);
    await runProgram(place, 'git', ['fsck', '--full', '--no-dangling'], mirror);
    await runProgram(place, 'git', ['bundle', 'create', '--quiet', resolve(folder, file), '--all'], mirror);
    return { url: withoutUser(url), file, refs: await refsOf(place, mirror) };
  });

/**
 * Clones a bundle as a restore would, and compares every branch and tag.
 * @returns names of branches and tags that are not what was backed up
 * @throws RunbookFailure PROGRAM_FAILED where it is no whole bundle
 */
export const openBundle = async ({ url, refs }: Repository, bundle: string, target: string): Promise<string[]> => {
  const place = `bundle of ${url}`;
  await runProgram(place, 'git', ['clone', '--quiet', '--mirror', '--', bundle, target]);
  await runProgram(place, 'git', ['fsck', '--full', '--no-dangling'], target);
  const found = await refsOf(place, target);
  return [...new Set([...Object.keys(refs), ...Object.keys(found)])].filter((name) => refs[name] !== found[name]);
};

/** The same in a folder that is gone afterwards. */
export const checkBundle = (repository: Repository, bundle: string): Promise<string[]> =>
  inScratch((scratch) => openBundle(repository, bundle, join(scratch, 'check.git')));
