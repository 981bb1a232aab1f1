import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TerraformProgram } from '../terraform/terraform-program';
import { filesUnder, weighedFiles } from './backup-files';
import { type BackupManifest, backupName, manifestFile, manifestText } from './manifest';
import { bundleRepository } from './repositories';
import { saveState } from './states';
import type { TreeStack } from './tree-stacks';

/** What of the platform itself is backed up. */
export interface BackedUp {
  readonly environment: string;
  readonly stacks: readonly TreeStack[];
  /** URLs or folders that `git clone` takes. */
  readonly repositories: readonly string[];
  /** Folder that the paths of `kept` begin at. */
  readonly project: string;
  /** Files and folders of the project: release locks and evidence of drills. What is not there is left out. */
  readonly kept: readonly string[];
}

export interface TakenBackup {
  readonly folder: string;
  readonly manifest: BackupManifest;
}

/** Under this name a backup is written; who finds it later knows that it never came to its end. */
export const unfinished = (to: string, name: string): string => join(to, `.${name}.unfinished`);

/** The files that are meant by files and folders of the project. */
const keptFiles = (project: string, kept: readonly string[]): string[] =>
  kept.flatMap((path) => {
    const inside = filesUnderOf(join(project, path));
    return inside === undefined ? [] : inside.map((file) => (file === '' ? path : `${path}/${file}`));
  });

/** Of a folder its files, of a file itself; `undefined`: neither is there. */
function filesUnderOf(path: string): string[] | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return filesUnder(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [''];
    throw error;
  }
}

/**
 * Backs the platform itself up into a new folder. The manifest is written last and the folder gets its name after that: a
 * backup that was cut short has neither, and the next one begins anew.
 * @param to folder of all backups
 * @throws RunbookFailure where a tool or a cloud failed; then there is no backup
 */
export async function takeBackup(
  { environment, stacks, repositories, project, kept }: BackedUp,
  to: string,
  terraform: TerraformProgram,
  now: Date,
  tell: (text: string) => void = () => undefined,
): Promise<TakenBackup> {
  const takenAt = now.toISOString();
  const name = backupName({ environment, takenAt });
  const folder = unfinished(to, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'repositories'), { recursive: true, mode: 0o700 });

  const states: BackupManifest['states'] = [];
  for (const stack of stacks) {
    tell(`state of ${stack.name}`);
    const saved = await saveState(stack, folder, terraform);
    if (saved) states.push(saved);
  }
  const saved = new Set(states.map(({ stack }) => stack));
  const bundles: BackupManifest['repositories'] = [];
  for (const url of repositories) {
    tell('repository');
    bundles.push(await bundleRepository(url, folder));
  }
  const files = keptFiles(project, kept);
  for (const path of files) {
    mkdirSync(dirname(join(folder, 'kept', path)), { recursive: true });
    cpSync(join(project, path), join(folder, 'kept', path));
  }
  const manifest: BackupManifest = {
    schema: 1,
    environment,
    takenAt,
    states,
    absent: stacks.map((stack) => stack.name).filter((stack) => !saved.has(stack)),
    repositories: bundles,
    kept: files,
    files: weighedFiles(folder),
  };
  writeFileSync(join(folder, manifestFile), manifestText(manifest));
  const finished = join(to, name);
  renameSync(folder, finished);
  return { folder: finished, manifest };
}
