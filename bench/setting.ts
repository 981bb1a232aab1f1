import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProcessOptions, type ProcessSample, runNode } from './measured-process';

/** What every measure is given. */
export interface Setting {
  /** Root of the clone; its `lib/` holds the compiled code that is measured. */
  readonly repository: string;
  /** How often each subject is measured, after one round that is thrown away. */
  readonly rounds: number;
  /** A new empty folder's path, gone at the end. The folder itself is not made where `made` is false. */
  readonly folder: (name: string, made?: boolean) => string;
  /** Runs the compiled command line in a fresh process. */
  readonly evenkeel: (args: readonly string[], options?: ProcessOptions) => Promise<ProcessSample>;
}

/** Runs `work` with a scratch folder that does not outlive it. */
export async function inSetting<T>(
  repository: string,
  rounds: number,
  work: (setting: Setting) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
  let count = 0;
  try {
    return await work({
      repository,
      rounds,
      folder: (name, made = true) => {
        count += 1;
        const path = join(scratch, `${count}-${name}`);
        if (made) mkdirSync(path);
        return path;
      },
      evenkeel: (args, options) =>
        runNode([join(repository, 'lib', 'cli', 'main.js'), ...args], {
          cwd: repository,
          // A build with findings is a whole build.
          accept: [0, 1],
          ...options,
        }),
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
