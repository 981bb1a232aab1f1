import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/**
 * Writes a record that a command keeps as source, in the project's own form.
 * @param target path from the repository's root
 * @returns exit code
 */
export function writeRecord(target: string, lines: readonly string[]): number {
  writeFileSync(join(root, target), `${lines.join('\n')}\n`);
  const biome = join('node_modules', '.bin', 'biome');
  const { status } = spawnSync(biome, ['format', '--write', target], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}
