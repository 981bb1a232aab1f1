import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { include } from '../tsconfig.build.json';

const root = join(__dirname, '..');

const writtenAt = (path: string): number => statSync(path).mtimeMs;

const newestUnder = (folder: string): number =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, { parentPath, name }) => Math.max(newest, writtenAt(join(parentPath, name))), 0);

/** The command line is tried as it is shipped: compiled, and never from older sources. */
function compileWhereStale(): void {
  const compiled = join(root, 'lib', '.tsbuildinfo');
  if (existsSync(compiled) && include.every((folder) => newestUnder(folder) < writtenAt(compiled))) return;
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
}

/** The fast tests find no program but Node: a build that asks the machine for one, such as Terraform, fails in them. */
export default function nodeOnly(): void {
  compileWhereStale();
  process.env.PATH = '';
}
