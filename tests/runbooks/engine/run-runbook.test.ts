import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandRunner } from '../../../runbooks/engine/command-runner';
import { lastRun, type RunJournal, runJournal } from '../../../runbooks/engine/run-journal';
import { type RunSettings, runRunbook } from '../../../runbooks/engine/run-runbook';
import type { Runbook, Step } from '../../../runbooks/engine/step';
import { undoRun } from '../../../runbooks/engine/undo-run';
import { killedEverywhere, type World } from '../../fixtures/killed-run';
import { testClock } from '../../fixtures/test-clock';

/** `set x` writes a word once more behind x, `show x` prints it, `fail` fails. */
class Words {
  readonly words: Record<string, string> = {};
  readonly effects: string[] = [];
  readonly calls: string[] = [];
  readonly commands: CommandRunner = {
    run: async ({ args: [verb = '', name = '', value = ''] }) => {
      this.calls.push([verb, name, value].join(' ').trim());
      if (verb === 'fail') return { exitCode: 4, stdout: '', stderr: 'no such luck\n' };
      if (verb === 'set') {
        this.words[name] = (this.words[name] ?? '') + value;
        this.effects.push(name);
      }
      if (verb === 'clear') delete this.words[name];
      return { exitCode: 0, stdout: `${this.words[name] ?? 'nothing'}\n`, stderr: '' };
    },
  };
  readonly context = this;
  put(name: string, value = 'x'): undefined {
    this.words[name] = value;
  }
  state(): unknown {
    return { ...this.words };
  }
}

const word = (...args: string[]) => ({ program: 'word', args });

const step = (id: string, more: Partial<Step<Words>> = {}): Step<Words> => ({
  id,
  title: `Set ${id}`,
  owner: 'platform-on-call',
  timeoutMinutes: 2,
  reaches: [],
  again: 'never',
  action: { commands: [word('set', id, 'x')] },
  verify: { command: word('show', id), expects: /^x$/m, untouched: /^nothing$/m, says: id },
  undo: { commands: [word('clear', id)] },
  whenItFails: 'Look at the word',
  ...more,
});

const runbook = (steps: readonly Step<Words>[], more: Partial<Runbook<Words, null>> = {}): Runbook<Words, null> => ({
  name: 'spell',
  title: 'Spell words',
  when: 'Words are missing.',
  lost: () => [],
  steps: () => steps,
  ...more,
});

let folder: string;
let journal: RunJournal;
let world: Words;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-runbook-'));
  journal = runJournal(folder, 'test', 'spell');
  world = new Words();
});
afterEach(() => rmSync(folder, { recursive: true }));

const settings = (more: Partial<RunSettings<Words>> = {}): RunSettings<Words> => ({
  journal,
  context: world,
  commands: world.commands,
  clock: testClock(),
  pollMs: 10_000,
  options: { to: 'b' },
  confirm: async () => true,
  ...more,
});
const run = (book: Runbook<Words, null>, more?: Partial<RunSettings<Words>>) => runRunbook(book, null, settings(more));
const events = () => journal.entries().map(({ step: id, event }) => `${id} ${event}`);
const interrupted = (...lines: [string, 'begun' | 'done'][]) => {
  journal.write('spell', { event: 'run-begun' });
  for (const [id, event] of lines) journal.write(id, { event });
};

it('writes down each step before it begins and after it is done', async () => {
  const { outcome, steps } = await run(runbook([step('a'), step('b')]));
  expect(outcome).toBe('done');
  expect(steps.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['a', 'done'],
    ['b', 'done'],
  ]);
  expect(events()).toEqual(['spell run-begun', 'a begun', 'a done', 'b begun', 'b done', 'spell run-done']);
  expect(lastRun(journal)).toMatchObject({ isOver: true, options: { to: 'b' } });
});

it('ends in one state wherever it is killed, and does nothing twice', async () => {
  const { whole, resumed } = await killedEverywhere(
    runbook([
      step('a'),
      step('b', { again: 'harmless', action: { commands: [word('clear', 'b'), word('set', 'b', 'x')] } }),
      step('c'),
    ]),
    null,
    (): World<Words> => new Words(),
  );
  expect(resumed.length).toBeGreaterThan(20);
  for (const { state, effects } of resumed) {
    expect(state).toEqual(whole.state);
    for (const once of ['a', 'c']) expect(effects.filter((effect) => effect === once)).toHaveLength(1);
  }
});

it('stops where a step was begun that must not be begun twice, and nobody can tell how far it came', async () => {
  interrupted(['a', 'begun']);
  world.words.a = 'half';
  await expect(run(runbook([step('a')]), { start: 'resume' })).rejects.toMatchObject({
    code: 'STEP_UNCERTAIN',
    place: 'spell a',
    message: expect.stringContaining('a: half'),
    fix: 'Look at the word; then go on with `--resume`',
  });
  expect(world.effects).toEqual([]);
});

it('waits for what is still going on before it calls it uncertain', async () => {
  interrupted(['a', 'begun']);
  world.words.a = 'half';
  const clock = testClock();
  const pause = clock.pause;
  const result = await run(runbook([step('a')]), {
    start: 'resume',
    clock: { ...clock, pause: (ms) => pause(ms).then(() => world.put('a')) },
  });
  expect(result.steps).toMatchObject([{ id: 'a', outcome: 'done' }]);
  expect(world.effects).toEqual([]);
});

it('stops where a step that must not be done twice holds no more', async () => {
  interrupted(['a', 'done']);
  await expect(run(runbook([step('a')]), { start: 'resume' })).rejects.toMatchObject({ code: 'STEP_UNDONE' });
  expect(await run(runbook([step('a', { again: 'harmless' })]), { start: 'resume' })).toMatchObject({
    outcome: 'done',
  });
});

it('believes the journal where a later step changes what the check looks at', async () => {
  interrupted(['a', 'done']);
  const { steps } = await run(runbook([step('a', { lasts: false })]), { start: 'resume' });
  expect(steps).toMatchObject([{ outcome: 'was-done' }]);
  expect(world.calls).toEqual([]);
});

it('refuses a second run beside an interrupted one, and one to go on with that is not there', async () => {
  await expect(run(runbook([step('a')]), { start: 'resume' })).rejects.toThrow('RUNBOOK_NOTHING_OPEN spell --resume');
  interrupted(['a', 'begun']);
  await expect(run(runbook([step('a')]))).rejects.toThrow(/RUNBOOK_UNFINISHED spell --resume: .*a begun/);
  await run(runbook([step('a')]), { start: 'anew' });
  expect(events()).toContain('spell run-left');
  await run(runbook([step('a')]), { start: 'fresh' }).catch(() => undefined);
});

it('asks before it destroys, and stays resumable after a no', async () => {
  const book = runbook([step('a'), step('b', { destroys: 'the old b' })]);
  expect(await run(book, { confirm: async () => false })).toMatchObject({ outcome: 'declined' });
  expect(world.words).toEqual({ a: 'x' });
  expect(await run(book, { start: 'resume' })).toMatchObject({ outcome: 'done' });
  expect(world.effects).toEqual(['a', 'b']);
});

it('tells everything the guards find before anything is done', async () => {
  const finding = (place: string) => ({ code: 'DATA_LOSS' as const, file: 'f', place, message: 'm', fix: 'x' });
  const book = runbook([step('a')], {
    guards: () => ['one', 'two'].map((place) => ({ summary: place, findings: async () => [finding(place)] })),
  });
  await expect(run(book)).rejects.toMatchObject({ findings: [{ place: 'one' }, { place: 'two' }] });
  expect(world.calls).toEqual([]);
  expect(journal.entries()).toEqual([]);
});

it('names the step, what was said and what people do when a command fails', async () => {
  const book = runbook([step('a', { action: { commands: [word('fail')] } })]);
  await expect(run(book)).rejects.toMatchObject({
    code: 'COMMAND_FAILED',
    place: 'spell a',
    message: 'word fail: exit code 4: no such luck',
  });
  expect(events().at(-1)).toBe('a failed');
});

it('goes on after a step that may fail, and says why', async () => {
  const { steps } = await run(
    runbook([step('a', { action: { commands: [word('fail')] }, mayFail: 'b does without' }), step('b')]),
  );
  expect(steps.map(({ outcome }) => outcome)).toEqual(['passed-over', 'done']);
  expect(steps[0]?.saw).toContain('the run goes on: b does without');
});

it('does not begin a step whose needs do not hold, and gives up when time is up', async () => {
  const needs = { command: word('show', 'z'), expects: /^x$/m, says: 'z' };
  await expect(run(runbook([step('a', { needs })]))).rejects.toMatchObject({
    code: 'STEP_NEEDS',
    message: 'z: nothing',
  });
  const verify = { command: word('show', 'z'), expects: /^x$/m, says: 'z' };
  const clock = testClock();
  const book = runbook([step('a', { again: 'harmless', verify })]);
  await expect(run(book, { clock })).rejects.toMatchObject({ code: 'STEP_UNVERIFIED' });
  expect(clock.now().toISOString()).toBe('2026-11-20T12:02:00.000Z');
});

it('stops when asked to, and goes on later', async () => {
  const stop = new AbortController();
  const first = step('a', {
    action: {
      summary: 'sets a, and is stopped',
      run: async (words) => {
        stop.abort();
        return words.put('a');
      },
    },
  });
  const book = runbook([first, step('b')]);
  await expect(run(book, { signal: stop.signal })).rejects.toMatchObject({ code: 'STOPPED', place: 'spell b' });
  expect(await run(book, { start: 'resume' })).toMatchObject({ outcome: 'done' });
  expect(world.effects).toEqual(['b']);
});

it('keeps what steps found out over an interruption', async () => {
  const seen: unknown[] = [];
  const finds = step('a', {
    action: {
      summary: 'finds',
      run: async (words) => {
        words.put('a');
        return { cut: 7 };
      },
    },
  });
  const uses = step('b', {
    action: { summary: 'uses', run: async (words, _, found) => words.put('b', seen.push(found.a) ? 'x' : '') },
  });
  const book = runbook([finds, uses]);
  await run(runbook([finds, step('b', { needs: { command: word('show', 'z'), expects: /x/, says: 'z' } })])).catch(
    () => 0,
  );
  await run(book, { start: 'resume' });
  expect(seen).toEqual([{ cut: 7 }]);
});

it('takes a run back, the last step first, and again after a kill', async () => {
  const book = runbook([step('a'), step('b')]);
  await run(book);
  world.calls.length = 0;
  expect(await undoRun(book, null, settings())).toEqual(['b', 'a']);
  expect(world.calls).toEqual(['clear b', 'clear a']);
  expect(world.words).toEqual({});
  await expect(undoRun(book, null, settings())).rejects.toThrow('RUNBOOK_NOTHING_OPEN spell --undo');
});

it('refuses to take back what is gone for good', async () => {
  const book = runbook([step('a', { destroys: 'the old a', undo: undefined })]);
  await run(book);
  await expect(undoRun(book, null, settings())).rejects.toThrow(
    'RUNBOOK_NO_WAY_BACK spell a: what it destroyed is gone',
  );
});

it('takes nothing back that was only begun and did nothing, and what is back already', async () => {
  const book = runbook([step('a', { undo: { commands: [word('fail')] } })]);
  for (const event of ['begun', 'undo-begun'] as const) {
    const all = settings();
    all.journal.write('spell', { event: 'run-begun', options: null });
    all.journal.write('a', { event });
    expect(await undoRun(book, null, all)).toEqual(['a']);
  }
  world.put('a');
  const all = settings();
  all.journal.write('spell', { event: 'run-begun', options: null });
  all.journal.write('a', { event: 'undo-begun' });
  await expect(undoRun(book, null, all)).rejects.toThrow('no such luck');
});

it.each([
  ['always', 1],
  ['harmless', 0],
] as const)('begins a step again (%s) that was interrupted, though its check holds', async (again, times) => {
  world.put('a');
  const all = settings({ start: 'resume' });
  all.journal.write('spell', { event: 'run-begun', options: null });
  all.journal.write('a', { event: 'begun' });
  const book = runbook([step('a', { again, verify: { command: word('show', 'a'), expects: /^x+$/m, says: 'a' } })]);
  await runRunbook(book, null, all);
  expect(world.effects).toEqual(Array.from({ length: times }, () => 'a'));
});
