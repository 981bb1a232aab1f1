import { run } from '../../cli/main';

let written: string;
beforeEach(() => {
  written = '';
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
  }
});
afterEach(() => jest.restoreAllMocks());

const evenkeel = (...args: string[]): Promise<number> => run(['node', 'evenkeel', ...args]);

it.each([
  ['help', ['--help'], 0, 'Usage: evenkeel'],
  ['help of a command', ['build', '--help'], 0, '--site'],
  ['the version', ['--version'], 0, '0.'],
  ['an unknown command', ['bild'], 2, 'build'],
  ['an unknown option', ['build', '--sites'], 2, '--site'],
  ['a missing argument', ['init'], 2, 'folder'],
])('%s', async (_what, args, code, text) => {
  expect(await evenkeel(...args)).toBe(code);
  expect(written).toContain(text);
});

it('names every command', async () => {
  await evenkeel('--help');
  for (const command of ['build', 'check', 'list', 'init']) expect(written).toContain(command);
});
