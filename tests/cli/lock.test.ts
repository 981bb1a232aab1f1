import { type EnvironmentLock, lockText, parseLock } from '../../delivery/environment-lock';
import type { Finding } from '../../environments/model';
import { environmentInput } from '../fixtures/environment';
import { Workspace } from './run-cli';

const local = environmentInput({ name: 'local', sites: [{ cloud: 'local' }], services: {} });
const lockFile = 'environments/local.lock.json';
const certificate = 'cert-manager.io/Certificate';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace().write({ 'environments/local.ts': `export default ${JSON.stringify(local)};` });
});
afterEach(() => workspace.remove());

const written = (): string => workspace.files()[lockFile] ?? '';
const findings = (stdout: string): Finding[] => (JSON.parse(stdout) as { findings: Finding[] }).findings;

/** The lock as a release wrote it that served and stored one more version of certificates. */
function withEarlierVersion(): void {
  const lock = parseLock(written(), lockFile);
  const operator = lock.operators['cert-manager'];
  if (!operator) throw new Error('the lock has no cert-manager');
  operator.chart = 'v0.16.0';
  operator.kinds[certificate] = { served: ['v1', 'v1alpha2'], stored: ['v1alpha2', 'v1'] };
  workspace.write({ [lockFile]: lockText(lock) });
}

it('records what an environment runs, once; a build beside it is silent', () => {
  expect(workspace.run('build').code).toBe(0);
  expect(workspace.run('lock')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^wrote .*local\.lock\.json: /),
  });
  const text = written();
  expect((JSON.parse(text) as EnvironmentLock).operators['cert-manager']?.kinds[certificate]).toEqual({
    served: ['v1'],
    stored: ['v1'],
  });
  expect(workspace.run('lock').stdout).toMatch(/^kept /);
  expect(written()).toBe(text);
  expect(workspace.run('build').code).toBe(0);
});

it('refuses an upgrade that drops a version, in every command and after a build that is still good', () => {
  workspace.run('lock');
  workspace.run('build');
  withEarlierVersion();
  const before = workspace.files();
  for (const command of ['build', 'check', 'lock']) {
    const { code, stdout } = workspace.run(command, 'local', '--json');
    expect(code).toBe(2);
    expect(findings(stdout)).toMatchObject([
      { code: 'VERSION_DROPPED', file: lockFile, value: 'v1alpha2', allowed: ['v1'] },
    ]);
  }
  expect(workspace.files()).toEqual(before);
});

it('lets the upgrade through once the version is migrated', () => {
  workspace.run('lock');
  withEarlierVersion();
  expect(workspace.run('lock', 'local', '--migrated', `${certificate}@v1alpha2`).code).toBe(0);
  expect(workspace.run('check').code).toBe(0);
});

it('refuses a migrated version that the lock does not have, with those that it has', () => {
  workspace.run('lock');
  const { code, stdout } = workspace.run('lock', '--json', '--migrated', `${certificate}@v9`);
  expect(code).toBe(2);
  expect(findings(stdout)).toMatchObject([
    { code: 'UNKNOWN_VALUE', value: `${certificate}@v9`, allowed: [`${certificate}@v1`] },
  ]);
});

const operators = '"operators":{"a":{"chart":"1"}}';

it.each([
  ['is torn', '{"schema":2,', 'LOCK_INVALID', ''],
  ['is no object', '[]', 'LOCK_INVALID', ''],
  ['has other keys', `{"schema":2,"environment":"local",${operators}}`, 'LOCK_INVALID', 'operators.a.kinds'],
  ['is of an earlier Evenkeel', '{"schema":1,"environment":"local","operators":{}}', 'LOCK_SCHEMA', 'schema'],
  ['is of a later Evenkeel', '{"schema":3,"environment":"local","operators":{}}', 'LOCK_SCHEMA', 'schema'],
  ['has no checksum', '{"schema":2,"environment":"local","operators":{}}', 'LOCK_TAMPERED', 'operators'],
])('refuses a lock that %s', (_what, text, code, place) => {
  workspace.write({ [lockFile]: text });
  const { code: exit, stdout } = workspace.run('check', '--json');
  expect(exit).toBe(2);
  expect(findings(stdout)).toMatchObject([{ code, file: lockFile, place }]);
});

it('writes a lock of an earlier Evenkeel anew, with the versions that it has kept', () => {
  const text = JSON.stringify({
    schema: 1,
    environment: 'local',
    operators: {
      'cert-manager': { chart: 'v0.16.0', kinds: { [certificate]: { served: ['v1'], stored: ['v1beta0', 'v1'] } } },
    },
  });
  workspace.write({ [lockFile]: text });
  expect(workspace.run('lock', 'local', '--migrated', `${certificate}@v1beta0`).code).toBe(0);
  expect(parseLock(written(), lockFile)).toMatchObject({ schema: 2, environment: 'local' });
  expect(workspace.run('check').code).toBe(0);
});

it('refuses a lock of an earlier Evenkeel that is no lock', () => {
  workspace.write({ [lockFile]: '{"schema":1,"environment":"local"}' });
  expect(findings(workspace.run('lock', '--json').stdout)).toMatchObject([
    { code: 'LOCK_INVALID', place: 'operators' },
  ]);
});

it('refuses a lock that was changed by hand, in every command', () => {
  workspace.run('lock');
  workspace.write({ [lockFile]: written().replace('"chart": "v1.', '"chart": "v2.') });
  for (const command of ['build', 'check', 'lock']) {
    const { code, stdout } = workspace.run(command, 'local', '--json');
    expect(code).toBe(2);
    expect(findings(stdout)).toMatchObject([{ code: 'LOCK_TAMPERED', place: 'operators' }]);
  }
});
