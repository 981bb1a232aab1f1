import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { healTree } from '../../delivery/tree';
import { environmentInput } from '../fixtures/environment';
import { treeContent } from '../fixtures/tree-content';
import { cliCommand, Workspace } from './run-cli';

const environment = (replicas: number): string =>
  `export default ${JSON.stringify(
    environmentInput({
      name: 'mine',
      services: { tracking: { replicas, ownKey: false } },
      sites: [{ cloud: 'local' }],
    }),
  )};\n`;

const workspace = new Workspace().write({ 'environments/mine.ts': environment(2) });
const dist = join(workspace.folder, 'dist');
afterAll(() => workspace.remove());

interface Result {
  readonly environments: readonly {
    readonly name: string;
    readonly cached: boolean;
    readonly sites: readonly { readonly name: string; readonly objects: number; readonly stacks: unknown }[];
  }[];
  readonly findings: readonly unknown[];
  readonly report: string;
}

const build = (...args: string[]): Result => {
  const { code, stdout, stderr } = workspace.run('build', '--json', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Result;
};

it('builds, writes tree and report, and says what it made', () => {
  const { environments, findings, report } = build();
  expect(findings).toEqual([]);
  expect(environments).toMatchObject([{ name: 'mine', cached: false, sites: [{ name: 'mine-local' }] }]);
  expect(environments[0]?.sites[0]?.stacks).toMatchObject([
    { name: 'platform', dependsOn: [] },
    { name: 'gitops', dependsOn: ['platform'] },
  ]);
  expect(readFileSync(report, 'utf8')).toContain('mine-local');
  const files = Object.keys(workspace.files('dist/mine'));
  expect(files).toEqual(expect.arrayContaining(['mine-local/release.json', 'mine-local/infra/platform/cdk.tf.json']));
  expect(files.filter((file) => file.endsWith('.yaml')).length).toBe(environments[0]?.sites[0]?.objects);
});

it('builds nothing when nothing has changed', () => expect(build().environments[0]?.cached).toBe(true));

describe('--check', () => {
  const check = (...args: string[]) => {
    const { code, stdout } = workspace.run('build', 'mine', '--check', '--json', ...args);
    const { findings } = JSON.parse(stdout) as { findings: { code: string; file: string; message: string }[] };
    return { code, found: findings.map(({ code, file, message }) => `${code} ${file}: ${message}`) };
  };
  const path = (name: string) => join(dist, 'mine', 'mine-local', name);

  it('finds nothing where Git equals a fresh render', () => expect(check()).toEqual({ code: 0, found: [] }));

  it('names what was edited, added and removed, and mends nothing', () => {
    const release = readFileSync(path('release.json'), 'utf8');
    const stack = readFileSync(path('infra/platform/cdk.tf.json'), 'utf8');
    writeFileSync(path('release.json'), `${release} `);
    writeFileSync(path('k8s/by-hand.yaml'), 'kind: Secret');
    rmSync(path('infra/platform/cdk.tf.json'));
    const found = [
      'RENDER_STALE dist/mine/mine-local/infra/platform/cdk.tf.json: it is missing',
      'RENDER_STALE dist/mine/mine-local/k8s/by-hand.yaml: nothing renders it any more',
      'RENDER_STALE dist/mine/mine-local/release.json: a fresh render gives another content',
    ];
    expect(check()).toEqual({ code: 1, found });
    expect(check('--site', 'mine-local')).toEqual({ code: 1, found });
    writeFileSync(path('release.json'), release);
    writeFileSync(path('infra/platform/cdk.tf.json'), stack);
    rmSync(path('k8s/by-hand.yaml'));
    expect(check()).toEqual({ code: 0, found: [] });
  });

  it('writes nothing where nothing is, and says what is missing', () => {
    const { code, found } = check('--out', 'nowhere');
    expect(code).toBe(1);
    expect(found.length).toBe(Object.keys(workspace.files('dist/mine')).length);
    expect(existsSync(join(workspace.folder, 'nowhere'))).toBe(false);
  });
});

it('builds the same bytes into another folder', () => {
  build('--out', 'again');
  expect(workspace.files('again/mine')).toEqual(workspace.files('dist/mine'));
});

it('builds one site alone', () => {
  expect(build('mine', '--site', 'mine-local').environments[0]?.sites).toHaveLength(1);
  expect(workspace.files('again/mine')).toEqual(workspace.files('dist/mine'));
});

it('checks without writing', () => {
  const before = workspace.files();
  expect(workspace.run('check', '--json')).toEqual({
    code: 0,
    stderr: '',
    stdout: `${JSON.stringify({ findings: [] }, null, 2)}\n`,
  });
  expect(workspace.files()).toEqual(before);
});

it('tells progress on stderr and the table on stdout', () => {
  // A site that was built alone has made the environment's record stale.
  expect(workspace.run('build').stderr).toContain('mine: built');
  const { code, stdout, stderr } = workspace.run('build');
  expect(code).toBe(0);
  expect(stdout).toContain('mine-local');
  expect(stderr).toContain('mine: unchanged');
});

/** Starts a build and kills it after some time, wherever it is then. */
const killedAfter = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const [command, ...args] = cliCommand('build', 'mine');
    const child = spawn(command, args, {
      cwd: workspace.folder,
      stdio: 'ignore',
      env: process.env,
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });

it('killed at any moment leaves the old tree or the new one', async () => {
  build();
  const old = treeContent(join(dist, 'mine'));
  workspace.write({ 'environments/mine.ts': environment(5) });
  build('--out', 'next');
  const fresh = treeContent(join(workspace.folder, 'next', 'mine'));
  expect(fresh).not.toBe(old);
  for (const milliseconds of [200, 500, 700, 800, 900, 1000, 1100]) {
    await killedAfter(milliseconds);
    healTree(dist, 'mine');
    expect([old, fresh]).toContain(treeContent(join(dist, 'mine')));
  }
  build();
  expect(treeContent(join(dist, 'mine'))).toBe(fresh);
}, 30_000);

// Proofs plan the step from `dev` to it on every cloud, and a finding would stop them after minutes.
it('finds nothing in the changed environment of the proofs', () => {
  const file = join(__dirname, '..', 'proof', 'changed-environment', 'dev.ts');
  expect(JSON.parse(workspace.run('check', file, '--json').stdout)).toEqual({ findings: [] });
});
