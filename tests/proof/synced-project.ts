import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Puts files of a team into `<folder>/<team>/scratch-source` as git-sync leaves them: behind a link to the revision. */
export function syncedProject(folder: string, team: string, files: Readonly<Record<string, string>>): void {
  const worktree = join(folder, 'worktree');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(worktree, path)), { recursive: true });
    writeFileSync(join(worktree, path), text);
  }
  mkdirSync(join(folder, team, 'scratch-source'), { recursive: true });
  symlinkSync(worktree, join(folder, team, 'scratch-source', 'current'));
}
