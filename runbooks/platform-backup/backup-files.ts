import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type BackupManifest, digestOf, manifestFile } from './manifest';

/** Paths of all files under a folder, with slashes, sorted. */
export const filesUnder = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort()
    : [];

/** Size and digest of every file of a backup but its manifest. */
export const weighedFiles = (folder: string): BackupManifest['files'] =>
  filesUnder(folder)
    .filter((path) => path !== manifestFile)
    .map((path) => ({
      path,
      bytes: statSync(join(folder, path)).size,
      sha256: digestOf(readFileSync(join(folder, path))),
    }));
