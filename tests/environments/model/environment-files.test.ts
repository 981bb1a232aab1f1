import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { InputError } from '../../../environments/model';
import { chosenFiles, environmentFiles } from '../../../environments/model/environment-files';

const root = mkdtempSync(join(tmpdir(), 'files-'));
const folder = join(root, 'environments');
const elsewhere = join(root, 'elsewhere.ts');

beforeAll(() => {
  mkdirSync(join(folder, 'schema'), { recursive: true });
  for (const name of ['prod.ts', 'dev.ts', 'types.d.ts', 'notes.md', 'schema/part.ts']) {
    writeFileSync(join(folder, name), '');
  }
  writeFileSync(elsewhere, '');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const chosen = (...typed: string[]): string[] => chosenFiles(typed, folder).map((file) => basename(file));

it('environments are the TypeScript files of the folder, not of what lies below', () =>
  expect(environmentFiles(folder).map((file) => basename(file))).toEqual(['dev.ts', 'prod.ts']));

it.each<[string, string[], string[]]>([
  ['nothing means all', [], ['dev.ts', 'prod.ts']],
  ['a name', ['prod'], ['prod.ts']],
  ['a path', [join(folder, 'prod.ts')], ['prod.ts']],
  ['a file elsewhere', [elsewhere], ['elsewhere.ts']],
  ['the same twice', ['prod', join(folder, 'prod.ts')], ['prod.ts']],
])('%s', (_what, typed, files) => expect(chosen(...typed)).toEqual(files));

it('every name without a file is a finding that lists the names there are', () => {
  expect.assertions(2);
  try {
    chosen('prd', 'dev', 'notes');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.findings.map(({ code, value }) => `${code} ${value}`)).toEqual([
      'UNKNOWN_ENVIRONMENT prd',
      'UNKNOWN_ENVIRONMENT notes',
    ]);
    expect(error.findings[0]?.allowed).toEqual(['dev', 'prod']);
  }
});

it('a folder without environments says how to get one', () =>
  expect(() => chosenFiles([], join(root, 'nowhere'))).toThrow(/NO_ENVIRONMENTS[\s\S]*evenkeel init/));
