import type { Finding } from '../../environments/model';
import { environmentInput } from '../fixtures/environment';
import { type CliResult, Workspace } from './run-cli';

const sound = (name: string): string => `export default ${JSON.stringify(environmentInput({ name }))};\n`;
const earlier = { 'dist/broken/site/release.json': '{}\n', 'dist/broken/site/infra/a.json': '{}\n' };

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const findings = ({ stdout }: CliResult): Finding[] => (JSON.parse(stdout) as { findings: Finding[] }).findings;

/** What may be in a file, and the code and place of what is found. */
const files: readonly [string, string, readonly string[]][] = [
  ['throws', "throw new Error('boom');", ['ENVIRONMENT_THROWS ']],
  ['throws something that is no error', 'throw { toString: () => "x" };', ['ENVIRONMENT_THROWS ']],
  ['imports what is not there', "import './nowhere';\nexport default {};", ['ENVIRONMENT_THROWS ']],
  ['is no TypeScript', 'export default {', ['ENVIRONMENT_THROWS ']],
  ['exports nothing', 'export const environment = {};', ['ENVIRONMENT_EMPTY ']],
  ['is empty', '', ['ENVIRONMENT_EMPTY ']],
  ['exports a number', 'export default 42;', ['WRONG_TYPE ']],
  ['has another name than its environment', sound('other'), ['ENVIRONMENT_NAME name']],
  [
    'has several faults',
    `export default ${JSON.stringify({ ...environmentInput({ name: 'broken', kubernetesVersion: '1.11' }), colour: 1 })};`,
    ['UNKNOWN_KEY colour', 'KUBERNETES_VERSION kubernetesVersion'],
  ],
];

describe.each(files)('a file that %s', (_what, text, expected) => {
  beforeEach(() => workspace.write({ 'environments/broken.ts': text, ...earlier }));

  it('is refused with findings, exit code 2 and no stack trace; the last build stays', () => {
    const before = workspace.files();
    const told = workspace.run('build');
    expect(told.code).toBe(2);
    expect(told.stdout).toBe('');
    expect(told.stderr).not.toMatch(/^\s+at /m);
    expect(told.stderr).toContain('fix: ');
    const found = findings(workspace.run('build', '--json'));
    expect(found.map(({ code, place }) => `${code} ${place}`)).toEqual(expected);
    expect(found.every(({ file }) => file === 'environments/broken.ts')).toBe(true);
    expect(workspace.files()).toEqual(before);
  });
});

it('names the findings of all files at once', () => {
  workspace.write({ 'environments/one.ts': 'export default 1;', 'environments/two.ts': "throw new Error('boom');" });
  const { code, stdout } = workspace.run('build', '--json');
  expect(code).toBe(2);
  expect((JSON.parse(stdout) as { findings: Finding[] }).findings.map(({ file }) => file)).toEqual([
    'environments/one.ts',
    'environments/two.ts',
  ]);
});

it.each([
  ['check', ['check']],
  ['list', ['list']],
])('%s refuses the same file the same way', (_command, args) => {
  workspace.write({ 'environments/broken.ts': 'export default 42;' });
  const told = workspace.run(...args, '--json');
  expect(told.code).toBe(2);
  expect(findings(told)).toMatchObject([{ code: 'WRONG_TYPE', file: 'environments/broken.ts' }]);
});

describe('the command line itself', () => {
  it.each<[string, readonly string[], string]>([
    ['a missing environment', ['build', 'nowhere'], 'UNKNOWN_ENVIRONMENT'],
    ['a missing file', ['build', 'environments/nowhere.ts'], 'UNKNOWN_ENVIRONMENT'],
    ['a missing site', ['build', 'sound', '--site', 'nowhere'], 'UNKNOWN_SITE'],
  ])('refuses %s', (_what, args, code) => {
    workspace.write({ 'environments/sound.ts': sound('sound') });
    const told = workspace.run(...args, '--json');
    expect(told.code).toBe(2);
    expect(findings(told)).toMatchObject([{ code }]);
    expect(findings(told)[0]?.allowed).not.toEqual([]);
  });

  it('refuses a folder without environments', () => {
    const told = workspace.run('build');
    expect(told.code).toBe(2);
    expect(told.stderr).toContain('NO_ENVIRONMENTS');
  });

  it('makes no repository over files that are there', () => {
    workspace.write({ 'team/notes.txt': 'mine' });
    expect(workspace.run('init', 'team')).toMatchObject({ code: 2, stdout: '' });
    expect(workspace.files()).toEqual({ 'team/notes.txt': 'mine' });
  });
});
