import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');

/** The real command line, as it is shipped: whoever runs the tests has compiled it. */
export const cliCommand = (...args: string[]): [string, ...string[]] => [
  process.execPath,
  join(root, 'lib', 'cli', 'main.js'),
  ...args,
];

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder as a user has it: environment files, perhaps an earlier build. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'workspace-'));

  write(files: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    return this;
  }

  /** Every file with its text, sorted by path. */
  files(under = '.'): Record<string, string> {
    const folder = join(this.folder, under);
    return Object.fromEntries(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
    );
  }

  /** Runs the real command line as a process of its own, as in a pipeline. */
  run(...args: string[]): CliResult {
    const [command, ...rest] = cliCommand(...args);
    const { status, stdout, stderr } = spawnSync(command, rest, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, CI: 'true', NO_COLOR: '1' },
    });
    return { code: status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
