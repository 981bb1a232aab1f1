import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GitOpsEngine, Site } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { defineEnvironment } from '../../environments/schema/define-environment';
import { type RenderedSite, renderedSites } from './rendered-sites';
import { lastWords, runCommand } from './tools/command';

const checkout = join(__dirname, '..', '..');

export interface GitopsSiteProps {
  /** Empty folder for everything of it. */
  readonly dir: string;
  readonly engine: GitOpsEngine;
  /** Where the engine finds the repository. */
  readonly url: string;
}

/** What an environment file says besides where it lies in Git. */
export interface Settings {
  readonly replicas: number;
}

/** A repository with the rendered tree of a site, and who writes to it. */
export interface GitopsSite {
  readonly site: Site;
  readonly rendered: RenderedSite;
  /** Builds the site with these settings by the real command, changes the tree as told, and commits it; gives the commit. */
  release(settings: Settings, message: string, change?: (tree: string) => void): Promise<string>;
}

const environmentOf = ({ engine, url }: GitopsSiteProps, { replicas }: Settings) =>
  defineEnvironment({
    name: 'synced',
    organisation: 'acme',
    owner: 'ml-platform',
    costCentre: 'ml-001',
    dataClass: 'internal',
    contact: 'ml-platform@example.com',
    domain: 'synced.ml.example.com',
    jurisdiction: 'eu',
    gitops: { engine, repository: url },
    services: { tracking: { replicas, size: 'small', storageGiB: 20, highlyAvailable: false, ownKey: false } },
    sites: [{ cloud: 'local' }],
  });

/** Makes an empty repository at `<dir>/repositories/site.git` and what writes to it. */
export async function gitopsSite(props: GitopsSiteProps): Promise<GitopsSite> {
  const { dir } = props;
  const bare = join(dir, 'repositories', 'site.git');
  const clone = join(dir, 'clone');
  const built = join(dir, 'built');
  const file = join(dir, 'environments', 'synced.ts');
  for (const folder of [bare, clone, dirname(file)]) mkdirSync(folder, { recursive: true });
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = async (...words: string[]): Promise<string> => {
    const who = ['-c', 'user.name=proof', '-c', 'user.email=proof@example.com'];
    const result = await runCommand('git', [...who, ...words], { cwd: clone, env });
    if (result.exitCode !== 0) throw new Error(`git ${words.join(' ')}: ${lastWords(result, 5)}`);
    return result.stdout.trim();
  };
  await git('init', '--quiet', '--bare', '--initial-branch=main', bare);
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', bare);

  let last = '';
  const build = async (settings: Settings): Promise<void> => {
    const text = `export default ${JSON.stringify(environmentOf(props, settings), null, 2)};\n`;
    if (text === last) return;
    writeFileSync(file, text);
    const command = ['--import', 'tsx', join(checkout, 'cli', 'main.ts'), 'build', file, '--out', built];
    const result = await runCommand(process.execPath, command, { cwd: checkout });
    if (result.exitCode > 1) throw new Error(lastWords(result, 20));
    last = text;
  };
  const release: GitopsSite['release'] = async (settings, message, change = () => undefined) => {
    await build(settings);
    const tree = join(clone, 'dist', 'synced');
    rmSync(tree, { recursive: true, force: true });
    cpSync(join(built, 'synced'), tree, { recursive: true });
    change(join(tree, 'synced-local'));
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '-m', message);
    await git('push', '--quiet', 'origin', 'main');
    return git('rev-parse', 'HEAD');
  };
  await release({ replicas: 2 }, 'Nothing yet', (tree) => rmSync(tree, { recursive: true }));
  const [site] = resolveEnvironment(environmentOf(props, { replicas: 2 })).sites;
  const [rendered] = renderedSites(built);
  if (site === undefined || rendered === undefined) throw new Error('the environment has no site');
  return { site, rendered, release };
}

/** Changes the text of a file of the tree; throws where that changes nothing. */
export function edit(path: string, from: string | RegExp, to: string): void {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(path, after);
}
