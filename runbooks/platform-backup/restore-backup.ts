import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../environments/model';
import type { BackupManifest } from './manifest';
import { openBundle } from './repositories';
import { verifyBackup } from './verify-backup';

/**
 * Lays a backup out as it was used: `states/<stack>.tfstate`, `repositories/<name>.git`, and locks and evidence by their
 * own paths. It changes nothing of what runs: states are pushed, and repositories are, by who knows what is lost.
 * @param to a folder that is not there yet, or is empty
 * @throws InputError for a backup that is not whole, or a folder with something in it
 */
export async function restoreBackup(folder: string, to: string, now: Date): Promise<BackupManifest> {
  if (existsSync(to) && readdirSync(to).length > 0) {
    throw new InputError([
      {
        code: 'INVALID_VALUE',
        file: to,
        place: '--to',
        message: 'the folder is not empty, and nothing is written over',
        fix: 'name a folder that is not there yet',
      },
    ]);
  }
  const { manifest, findings } = await verifyBackup(folder, { now });
  if (findings.length > 0) throw new InputError(findings);
  const staging = `${to}.unfinished`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const copy = (from: string, path: string): void => {
    mkdirSync(dirname(join(staging, path)), { recursive: true });
    cpSync(join(folder, from), join(staging, path));
  };
  for (const { file } of manifest.states) copy(file, file);
  for (const path of manifest.kept) copy(`kept/${path}`, path);
  for (const repository of manifest.repositories) {
    const name = `${basename(repository.file, '.bundle')}.git`;
    await openBundle(repository, join(folder, repository.file), join(staging, 'repositories', name));
  }
  rmSync(to, { recursive: true, force: true });
  renameSync(staging, to);
  return manifest;
}
