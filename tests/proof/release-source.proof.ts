import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseSource } from '../../delivery/release-lock/release-source';

const folder = mkdtempSync(join(tmpdir(), 'source-'));
const file = join(folder, 'environments', 'prod.ts');
afterAll(() => rmSync(folder, { recursive: true }));

const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GIT_COMMITTER_DATE: '2026-11-22T12:00:00+02:00' },
  }).trim();

const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);

it('is not there outside of a repository, and is refused before the first commit', async () => {
  mkdirSync(join(folder, 'environments'));
  write('environments/prod.ts', 'export default {}');
  expect(await releaseSource(file, [])).toBeUndefined();
  git('init', '--quiet');
  await expect(releaseSource(file, [])).rejects.toThrow('RELEASE_SOURCE');
});

it('is the last commit that changed what is built', async () => {
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  git('remote', 'add', 'origin', 'https://somebody:secret@git.example.com/acme/platform.git');
  const commit = git('rev-parse', 'HEAD');
  const source = { commit, at: '2026-11-22T10:00:00.000Z', repository: 'https://git.example.com/acme/platform.git' };
  expect(await releaseSource(file, [])).toEqual(source);
  write('environments/prod.lock.json', '{}');
  expect(await releaseSource(file, [])).toEqual(source);
  git('add', '.');
  git('commit', '--quiet', '-m', 'the lock');
  expect(await releaseSource(file, [])).toEqual(source);
});

it('is refused where something is in no commit, but for evidence that is given', async () => {
  write('proof.json', '{}');
  await expect(releaseSource(file, [])).rejects.toThrow('proof.json');
  expect(await releaseSource(file, [join(folder, 'proof.json')])).toBeDefined();
  write('environments/prod.ts', 'export default 1');
  await expect(releaseSource(file, [join(folder, 'proof.json')])).rejects.toThrow('environments/prod.ts');
});
