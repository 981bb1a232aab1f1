import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RenderedFile } from './site-build';

const aside = (out: string, name: string): string => join(out, `.old-${name}`);
const staging = (out: string, name: string): string => join(out, `.new-${name}`);

/**
 * Brings back the old tree of an environment whose replacement was cut short between two renames, and clears what a
 * killed build left half-written.
 */
export function healTree(out: string, name: string): void {
  if (existsSync(aside(out, name)) && !existsSync(join(out, name))) renameSync(aside(out, name), join(out, name));
  rmSync(aside(out, name), { recursive: true, force: true });
  rmSync(staging(out, name), { recursive: true, force: true });
}

/**
 * Replaces the tree of one environment as a whole: everything is written beside it first, then two renames put it in
 * place. Killed at any moment, the old tree or the new one is there after `healTree`, never a mixture.
 */
export function replaceTree(out: string, name: string, files: readonly RenderedFile[]): void {
  healTree(out, name);
  const fresh = staging(out, name);
  const folders = new Set(files.map(({ path }) => dirname(join(fresh, path))));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (const { path, content } of files) writeFileSync(join(fresh, path), content);
  const current = join(out, name);
  if (existsSync(current)) renameSync(current, aside(out, name));
  renameSync(fresh, current);
  rmSync(aside(out, name), { recursive: true, force: true });
}

/** Writes one file so that a reader sees the old or the new content, never a part. */
export function replaceFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}
