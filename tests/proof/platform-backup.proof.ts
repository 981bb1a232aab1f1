import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleRepository } from '../../runbooks/platform-backup/repositories';
import { verifyBackup } from '../../runbooks/platform-backup/verify-backup';
import { Workspace } from '../cli/run-cli';
import { environmentInput } from '../fixtures/environment';
import { proof, toolPath } from './skips';

const workspace = new Workspace();
const at = (...path: string[]): string => join(workspace.folder, ...path);
const now = new Date();

const stateText =
  '{\n  "version": 4,\n  "terraform_version": "1.11.4",\n  "serial": 7,\n  "lineage": "3f6a",\n  "outputs": {},\n  "resources": [],\n  "check_results": null\n}\n';
const stack = (file: string): string => JSON.stringify({ terraform: { backend: { local: { path: at(file) } } } });

const git = (folder: string, ...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    cwd: at(folder),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const refsOf = (folder: string): string => git(folder, 'for-each-ref', '--format=%(refname) %(objectname)');

proof('a backup of the platform, by Terraform and Git', ['terraform'], () => {
  const { TERRAFORM_BINARY_NAME: before } = process.env;
  let backup = '';

  beforeAll(() => {
    process.env.TERRAFORM_BINARY_NAME = toolPath('terraform');
    workspace.write({
      'data.tfstate': stateText,
      'dist/test/test-local/infra/data/cdk.tf.json': stack('data.tfstate'),
      'dist/test/test-local/infra/network/cdk.tf.json': stack('network.tfstate'),
      'environments/test.ts': `export default ${JSON.stringify(environmentInput({ name: 'test', sites: [{ cloud: 'local' }], services: {} }))};`,
      'environments/test.lock.json': '{ "schema": 1 }\n',
      'repository/README.md': 'the platform\n',
    });
    git('repository', 'init', '--quiet', '-b', 'main');
    git('repository', 'add', '.');
    git('repository', 'commit', '--quiet', '-m', 'First');
    git('repository', 'tag', 'v1');
    git('repository', 'branch', 'prod');
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    else process.env.TERRAFORM_BINARY_NAME = before;
    workspace.remove();
  });

  it('is taken, found whole and restored from the command line: bytes of the state, and every branch and tag', () => {
    const words = ['--to', 'backups', '--repository', at('repository'), '--json'];
    const { code, stdout, stderr } = workspace.run('platform-backup', 'test', ...words);
    expect([code, stdout, stderr]).toEqual([0, expect.any(String), '']);
    const taken = JSON.parse(stdout) as { backup: string; sha256: string; manifest: { absent: string[] } };
    expect(taken.manifest.absent).toEqual(['test-local/network']);
    backup = at(taken.backup);
    const checked = workspace.run('platform-backup', 'verify', taken.backup, '--sha256', taken.sha256);
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining(': whole, of ')]);
    expect(workspace.run('platform-backup', 'restore', taken.backup, '--to', 'restored').code).toBe(0);
    expect(readFileSync(at('restored/states/test-local/data.tfstate'), 'utf8')).toBe(stateText);
    expect(workspace.files('restored')['environments/test.lock.json']).toBe('{ "schema": 1 }\n');
    expect(refsOf('restored/repositories/repository.git')).toBe(refsOf('repository'));
  });

  it('is taken by Terraform as the state of the stack: nothing differs after a push', () => {
    const terraform = (...words: string[]): string =>
      execFileSync(toolPath('terraform') ?? 'terraform', words, { cwd: at('pushed'), encoding: 'utf8' });
    workspace.write({ 'pushed/main.tf.json': stack('pushed.tfstate') });
    terraform('init', '-input=false');
    terraform('state', 'push', at('restored/states/test-local/data.tfstate'));
    expect(JSON.parse(terraform('state', 'pull'))).toMatchObject({ lineage: '3f6a', serial: 7 });
  });

  it('is found out where a bundle is cut short, even with a manifest that agrees', async () => {
    const path = join(backup, 'repositories/repository.bundle');
    const content = readFileSync(path);
    writeFileSync(path, content.subarray(0, content.length - 40));
    const first = await verifyBackup(backup, { now });
    expect(first.findings.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'BACKUP_CHANGED repositories/repository.bundle',
    ]);
    const manifest = join(backup, 'manifest.json');
    const { digestOf } = await import('../../runbooks/platform-backup/manifest');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(digestOf(content), digestOf(readFileSync(path))));
    const second = await verifyBackup(backup, { now });
    expect(second.findings.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'BACKUP_UNUSABLE repositories/repository.bundle',
    ]);
  });

  it('is not taken of a repository that lost an object', async () => {
    const commit = git('repository', 'rev-parse', 'HEAD').trim();
    const object = at('repository/.git/objects', commit.slice(0, 2), commit.slice(2));
    execFileSync('chmod', ['u+w', object]);
    writeFileSync(object, 'spoilt');
    await expect(bundleRepository(at('repository'), at('backups'))).rejects.toMatchObject({ code: 'PROGRAM_FAILED' });
  });

  it('never says who signs in to a repository', async () => {
    const url = 'https://user:secret@localhost:1/ml-platform.git';
    const failure = await bundleRepository(url, at('backups')).catch((error: Error) => error);
    expect(String(failure)).toContain('localhost');
    expect(String(failure)).not.toContain('secret');
  });
});
