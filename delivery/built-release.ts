import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../environments/model';

/**
 * One hash over the releases of all sites of an environment, as they were built last.
 * @param out folder of rendered trees, e.g. `dist`
 * @throws InputError DRILL_RELEASE where it was not built
 */
export function builtReleaseSha256(out: string, environment: string): string {
  const folder = join(out, environment);
  const releases = (existsSync(folder) ? readdirSync(folder).sort() : [])
    .map((site) => join(folder, site, 'release.json'))
    .filter((path) => existsSync(path))
    .map((path) => (JSON.parse(readFileSync(path, 'utf8')) as { readonly contentSha256: string }).contentSha256);
  if (releases.length === 0) {
    throw new InputError([
      {
        code: 'DRILL_RELEASE',
        file: folder,
        place: '--out',
        message: 'there is no release of the environment, so nobody could say what was drilled',
        fix: `run \`evenkeel build ${environment}\` first`,
      },
    ]);
  }
  return createHash('sha256').update(releases.join('\n')).digest('hex');
}
