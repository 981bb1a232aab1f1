import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentBuild, prepareEnvironment } from '../../delivery/build';
import type { EnvironmentLock } from '../../delivery/environment-lock';
import type { RenderedTree } from '../../delivery/promotion/tree-difference';
import type { ReleaseComponents } from '../../delivery/release-lock/release-record';
import type { RenderedFile } from '../../delivery/site-build';

export interface Rendered {
  readonly build: EnvironmentBuild;
  readonly files: readonly RenderedFile[];
  readonly tree: RenderedTree;
  /** Everything that runs. */
  readonly runs: ReleaseComponents;
}

/**
 * An environment as it would be with a lock. Nothing is written but a scratch folder, which goes.
 * @throws InputError with every finding of the environment
 */
export async function renderLocked(file: string, lock: EnvironmentLock): Promise<Rendered> {
  const out = mkdtempSync(join(tmpdir(), 'evenkeel-promotion-'));
  try {
    const { build, files, runs } = await prepareEnvironment(file, { out, lock, recordsOwn: true });
    if (!runs) throw new Error(`${file} was built without saying what runs`);
    return { build, files, runs, tree: new Map(files.map(({ path, content }) => [path, content])) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
