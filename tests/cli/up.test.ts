import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cliCommand, Workspace } from './run-cli';

const local = readFileSync(join(__dirname, '..', '..', 'environments', 'local.ts'), 'utf8').replace(
  './schema/define-environment',
  join(__dirname, '..', '..', 'lib', 'environments', 'schema', 'define-environment'),
);

describe.each(['up', 'down'])('evenkeel %s', (command) => {
  const workspace = new Workspace().write({ 'environments/local.ts': local });
  const run = (...words: string[]) => {
    const [program, ...rest] = cliCommand(command, ...words);
    // No Pulumi is on this PATH, wherever the tests run.
    const env = { ...process.env, PATH: dirname(process.execPath), CI: 'true', NO_COLOR: '1' };
    return spawnSync(program, rest, { cwd: workspace.folder, encoding: 'utf8', env });
  };

  afterAll(() => workspace.remove());

  it('says what to install where there is no Pulumi, and builds nothing', () => {
    const { status, stderr } = run('local', '--yes');
    expect(stderr).toContain('PULUMI_MISSING');
    expect(stderr).toContain('fix: install the Pulumi CLI');
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
    expect(Object.keys(workspace.files()).filter((path) => path.startsWith('dist'))).toEqual([]);
  });

  it('knows its sites', () => {
    const { status, stdout } = run('local', '--site', 'mars', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ findings: [{ code: 'UNKNOWN_SITE', allowed: ['local'] }] });
    expect(status).toBe(2);
  });
});
