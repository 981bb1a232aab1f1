import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeployEvent, deployJournal } from '../../../runbooks/deploy/deploy-journal';
import { unfinishedApply } from '../../../runbooks/deploy/unfinished-apply';

const root = mkdtempSync(join(tmpdir(), 'evenkeel-unfinished-'));
afterAll(() => rmSync(root, { recursive: true }));

/** What is known after these events of a stack, and one of another stack. */
function after(name: string, ...steps: DeployEvent[]) {
  const journal = deployJournal(join(root, `${name}.jsonl`));
  for (const step of steps) journal.write(step, { stack: 'a-data' });
  journal.write('applied', { stack: 'a-network' });
  return (...until: DeployEvent[]) => unfinishedApply({ journal, root }, 'a-data', until)?.log;
}

it('knows nothing where nothing was noted, or no log is there', () => {
  expect(unfinishedApply({ journal: deployJournal(join(root, 'none.jsonl')), root }, 'a-data')).toBeUndefined();
  expect(after('no-log', 'apply-begun')()).toBeUndefined();
});

it('gives the log of an apply that did not come to its end', () => {
  mkdirSync(join(root, 'a-data', 'log'), { recursive: true });
  writeFileSync(join(root, 'a-data', 'log', 'apply.out'), 'events');
  expect(after('killed', 'planned', 'apply-begun')()).toBe('events');
  expect(after('failed', 'planned', 'apply-begun', 'failed')()).toBe('events');
  expect(after('ended', 'apply-begun', 'applied')()).toBeUndefined();
  expect(after('same', 'apply-begun', 'unchanged')()).toBeUndefined();
});

it('is over where a later plan took it up, if that is asked', () => {
  const taken = after('planned', 'apply-begun', 'planned');
  expect([taken(), taken('planned')]).toEqual(['events', undefined]);
});
