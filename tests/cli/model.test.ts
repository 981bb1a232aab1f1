import { environmentInput } from '../fixtures/environment';
import { Workspace } from './run-cli';

const source = { from: 'registry' as const, model: 'churn', version: 1 };
const environment = environmentInput({
  name: 'local',
  sites: [{ cloud: 'local' }],
  services: { tracking: {}, monitoring: {}, serving: { models: { churn: { source } } } },
});
const digest = `sha256:${'a'.repeat(64)}`;

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace().write({ 'environments/local.ts': `export default ${JSON.stringify(environment)};` });
});
afterEach(() => workspace.remove());

const codes = (stdout: string): string[] =>
  (JSON.parse(stdout) as { findings: { code: string; place: string }[] }).findings.map(
    ({ code, place }) => `${code} ${place}`,
  );

it.each([
  ['no version', [], 'RUNBOOK_OPTION --version'],
  ['a version that is none', ['--version', '7;rm'], 'RUNBOOK_OPTION --version'],
  ['an address that is none', ['--version', '7', '--tracking-url', 'file:///etc'], 'RUNBOOK_OPTION --tracking-url'],
  [
    'a password in the address',
    ['--version', '7', '--tracking-url', 'https://a:b@mlflow.example'],
    'RUNBOOK_OPTION --tracking-url',
  ],
])('refuses %s, with 2', (_, words, expected) => {
  const { code, stdout } = workspace.run('model', 'promote', 'local', 'churn', ...words, '--json');
  expect([code, codes(stdout)]).toEqual([2, [expected]]);
  expect(stdout).not.toContain('a:b');
});

it('says with 3 that nobody answers, and what to do', () => {
  const { code, stdout } = workspace.run(
    'model',
    'show',
    'local',
    'churn',
    '--tracking-url',
    'http://127.0.0.1:9',
    '--json',
  );
  expect(code).toBe(3);
  expect(stdout).toContain('REGISTRY_FAILED');
});

it('refuses a file of promoted versions that meets no model, wherever the environment is read', () => {
  const pins = { schema: 1, models: { 'gone.source': { model: 'gone', version: 2, digest } } };
  workspace.write({ 'environments/local.models.json': JSON.stringify(pins) });
  const { code, stdout } = workspace.run('check', 'local', '--json');
  expect([code, codes(stdout)]).toEqual([2, ['MODEL_PIN models.gone.source']]);
});

it('still tells its own version', () => {
  expect(workspace.run('--version').code).toBe(0);
});
