import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastRun, runJournal } from '../../../runbooks/engine/run-journal';
import { writeWords } from './file-runbook';

const folder = mkdtempSync(join(tmpdir(), 'real-kill-'));
const words = join(folder, 'words');
afterAll(() => rmSync(folder, { recursive: true }));

const written = (): string[] => (existsSync(words) ? readFileSync(words, 'utf8').trim().split('\n') : []);

it('goes on after a kill -9 between an effect and its entry, and does nothing twice', async () => {
  const run = spawn(process.execPath, [require.resolve('tsx/cli'), join(__dirname, 'file-runbook.ts'), folder], {
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => run.once('close', resolve));
  for (let left = 600; left > 0 && !written().includes('second'); left--) await pause(50);
  expect(written()).toEqual(['first', 'second']);
  // The whole group of processes of this one run.
  process.kill(-(run.pid ?? 0), 'SIGKILL');
  await ended;

  expect(lastRun(runJournal(folder, 'test', 'write'))).toMatchObject({
    isOver: false,
    steps: { first: 'done', second: 'begun' },
  });
  const { outcome, steps } = await writeWords(folder);
  expect(outcome).toBe('done');
  expect(steps.map(({ outcome: how }) => how)).toEqual(['was-done', 'done', 'done']);
  expect(written()).toEqual(['first', 'second', 'third']);
}, 60_000);
