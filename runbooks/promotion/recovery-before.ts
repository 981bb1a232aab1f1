import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RecoverySummary, recoverySummary } from '../../delivery/recovery-summary';
import { environmentsFolder } from '../../environments/model/environment-files';
import { loadEnvironment } from '../../environments/model/load-environment';
import type { GitRepository } from './git-repository';

/**
 * What an environment promised when its tree was written last. Its files of then are loaded from beside Git's own, from where
 * they find the packages of the repository.
 * @returns a text: why nobody knows
 */
export async function recoveryBefore(
  repository: GitRepository,
  environment: string,
  tree: string,
): Promise<RecoverySummary | string | undefined> {
  const [commit] = await repository.log('%H', 'HEAD', [tree]);
  if (commit === undefined) return undefined;
  const folder = repository.ownPath(`before-${process.pid}`);
  try {
    for (const [path, text] of await repository.filesAt(commit.trim(), environmentsFolder)) {
      const file = join(folder, environmentsFolder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return recoverySummary((await loadEnvironment(join(folder, environmentsFolder, `${environment}.ts`))).environment);
  } catch {
    return `the environment as of ${commit.trim().slice(0, 12)} cannot be read by this Evenkeel any more`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
