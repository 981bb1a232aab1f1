import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bound, recoveryEnvironment } from '../runbooks/recovery-input';

const site = 'test-aws-eu-west-1';
const root = mkdtempSync(join(tmpdir(), 'evenkeel-git-back-'));
const [bare, mine] = [join(root, 'bare'), join(root, 'mine')];
afterAll(() => rmSync(root, { recursive: true }));

const git = (folder: string, ...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  });

const tree = `dist/test/${site}`;
function commit(path: string, text: string): void {
  writeFileSync(join(mine, path), text);
  git(mine, 'add', '-A');
  git(mine, 'commit', '--quiet', '-m', path);
}
const push = (): string => git(mine, 'push', '--quiet', bare, 'HEAD');

/** What the rendered step sees of the repository, and whether that is enough. */
async function seen(): Promise<{ readonly holds: boolean; readonly printed: string }> {
  const { runbook, input } = await bound('cluster-rebuild', { site, delivery: 'direct' });
  const step = runbook.steps(input).find(({ id }) => id.startsWith('git-back-'));
  if (!step || !('all' in step.verify)) throw new Error('no step waits for Git');
  let printed = '';
  const each = step.verify.all.map((one) => {
    if (!('command' in one)) throw new Error('a check without a command');
    const { repository } = gitops;
    printed = git(mine, ...one.command.args.map((word) => (word === repository ? bare : word)));
    return one.expects.test(printed);
  });
  return { holds: each.every(Boolean), printed };
}

const { gitops } = recoveryEnvironment().sites.find(({ name }) => name === site) as {
  readonly gitops: { readonly repository: string; readonly revision: string };
};

beforeAll(() => {
  for (const folder of [bare, join(mine, tree)]) mkdirSync(folder, { recursive: true });
  git(bare, 'init', '--quiet', '--bare', `--initial-branch=${gitops.revision}`);
  git(mine, 'init', '--quiet', `--initial-branch=${gitops.revision}`);
});

describe('a cluster that was rebuilt without Git is left to Git', () => {
  it('not before Git is there', async () => {
    commit(`${tree}/one.yaml`, 'a: 1');
    await expect(seen()).rejects.toThrow(gitops.revision);
  });

  it('once it has the very tree that was delivered, whatever else it has', async () => {
    push();
    commit('README.md', 'of nobody');
    expect(await seen()).toEqual({ holds: true, printed: '' });
  });

  it('not while it is behind, nor while it is ahead; what differs is named', async () => {
    const otherwise = { holds: false, printed: `${tree}/one.yaml\n` };
    commit(`${tree}/one.yaml`, 'a: 2');
    expect(await seen()).toEqual(otherwise);
    push();
    expect((await seen()).holds).toBe(true);
    git(mine, 'reset', '--quiet', '--hard', 'HEAD~1');
    expect(await seen()).toEqual(otherwise);
    git(mine, 'pull', '--quiet', '--ff-only', bare, gitops.revision);
    expect((await seen()).holds).toBe(true);
  });
});
