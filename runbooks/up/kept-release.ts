import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a delivery reads of the tree of a site. */
const parts = ['k8s', 'gitops', 'infra/platform', 'release.json'];

const keptIn = (folder: string): string => join(folder, 'last-good');

/** Folder of the tree that was delivered whole last; `undefined`: none was from this machine. */
export function lastGoodTree(folder: string): string | undefined {
  const aside = `${keptIn(folder)}.old`;
  // A keep that was cut short between its two renames.
  if (!existsSync(keptIn(folder)) && existsSync(aside)) renameSync(aside, keptIn(folder));
  return existsSync(keptIn(folder)) ? keptIn(folder) : undefined;
}

/** Keeps a tree that was delivered whole, as what is gone back to. Killed at any moment, the old one or the new one is there. */
export function keepGoodTree(tree: string, folder: string): void {
  const kept = keptIn(folder);
  const [fresh, aside] = [`${kept}.new`, `${kept}.old`];
  lastGoodTree(folder);
  for (const path of [fresh, aside]) rmSync(path, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const part of parts) {
    if (existsSync(join(tree, part))) cpSync(join(tree, part), join(fresh, part), { recursive: true });
  }
  if (existsSync(kept)) renameSync(kept, aside);
  renameSync(fresh, kept);
  rmSync(aside, { recursive: true, force: true });
}
