import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of Evenkeel's package.json: one above the sources in a clone, two above the compiled files. */
export const packageRoot: string = existsSync(join(__dirname, '..', 'package.json'))
  ? join(__dirname, '..')
  : join(__dirname, '..', '..');

export const packageVersion: string = String(
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version,
);
