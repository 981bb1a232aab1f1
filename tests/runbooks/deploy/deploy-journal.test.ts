import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeployEvent, type DeployJournal, deployJournal, openRun } from '../../../runbooks/deploy/deploy-journal';

const folder = mkdtempSync(join(tmpdir(), 'deploy-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
let journal: DeployJournal;
beforeEach(() => {
  journal = deployJournal(join(folder, `${++count}.jsonl`));
});

/** A run of which this was written down before it was killed. */
function cutShort(...events: [DeployEvent, string][]): string {
  const { id } = openRun(journal, 'build', false, new Date('2026-11-22T10:00:00Z'));
  for (const [step, stack] of events) journal.write(step, { run: id, stack });
  return id;
}
const again = (build = 'build', anew = false) => openRun(journal, build, anew, new Date('2026-11-22T11:00:00Z'));

it('goes on with what was cut short: believes what was done, and plans the rest anew', () => {
  const id = cutShort(['applied', 'a'], ['unchanged', 'b'], ['planned', 'c'], ['apply-begun', 'c']);
  expect(again()).toMatchObject({ id, done: new Set(['a', 'b']), open: ['c'], resumedFrom: expect.any(String) });
});

it('does not believe what was begun again since', () => {
  cutShort(['applied', 'a'], ['call-begun', 'a']);
  expect(again().done).toEqual(new Set());
});

it.each([
  ['of another build', () => again('other')],
  ['when it is told so', () => again('build', true)],
])('believes nothing %s', (_, open) => {
  const id = cutShort(['applied', 'a']);
  const run = open();
  expect([run.done, run.resumedFrom, run.id === id]).toEqual([new Set(), undefined, false]);
});

it('begins anew after a run that was done, and goes on after one that ended with something left', () => {
  const id = cutShort(['applied', 'a']);
  journal.write('run-ended', { run: id, outcome: 'open' });
  expect(again()).toMatchObject({ id, done: new Set(['a']) });
  journal.write('run-ended', { run: id, outcome: 'done' });
  expect(again()).toMatchObject({ done: new Set(), preflight: false });
});

it('asks for a preflight once a run', () => {
  const id = cutShort();
  journal.write('preflight-passed', { run: id });
  expect([again().preflight, again('other').preflight]).toEqual([true, false]);
});
