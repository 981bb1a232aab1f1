import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateJournal } from '../../../runbooks/bootstrap/state-journal';
import { takeLock } from '../../../runbooks/engine/run-lock';

const folder = mkdtempSync(join(tmpdir(), 'run-lock-'));
const path = join(folder, 'lock');
const take = () => takeLock(path, { name: 'test', code: 'BOOTSTRAP_RUNNING' });
afterEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const left = (holder: object): void => writeFileSync(path, JSON.stringify({ user: 'ann', since: 'then', ...holder }));

it('is held by one, says by whom, and is given back', () => {
  const release = take();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
  expect(take).toThrow(
    new RegExp(`BOOTSTRAP_RUNNING test: \\S+ works on it on ${hostname()}, process ${process.pid}, since 2`),
  );
  release();
  expect(readdirSync(folder)).toEqual([]);
  take()();
});

it('takes over what a killed run left here', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  left({ pid, host: hostname() });
  const release = take();
  expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid);
  release();
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves alone what another machine holds, and what cannot be read', () => {
  left({ pid: 1, host: 'elsewhere' });
  expect(take).toThrow('ann works on it on elsewhere');
  writeFileSync(path, '{');
  expect(take).toThrow('somebody works on it');
  expect(existsSync(path)).toBe(true);
});

it('keeps a journal whose last line may have been cut short', () => {
  const journal = stateJournal(join(folder, 'sub', 'journal.jsonl'));
  expect(journal.last()).toBeUndefined();
  journal.write('apply-begun');
  journal.write('applied', { lineage: 'one', serial: 1, resources: 2 });
  writeFileSync(journal.path, `${readFileSync(journal.path, 'utf8')}{"at":"20`);
  expect(journal.last()).toMatchObject({ step: 'applied', lineage: 'one', serial: 1, resources: 2 });
  journal.write('copy-begun');
  expect(journal.entries().map(({ step }) => step)).toEqual(['apply-begun', 'applied', 'copy-begun']);
  rmSync(join(folder, 'sub'), { recursive: true });
});
