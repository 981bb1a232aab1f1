import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Finding } from '../environments/model';
import { shownPath } from '../environments/model/load-environment';
import { readLock } from './environment-lock';
import { lockPath } from './lock-path';
import { isOpen, waitingSites } from './promotion/promotion-record';
import type { Release } from './release';
import { contentHash, type RenderedFile } from './site-build';

const releaseFile = 'release.json';

/** Files of a site as they lie there, in the order in which a build hashes them. */
const filesIn = (folder: string, site: string): RenderedFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: [site, ...relative(folder, path).split(sep)].join('/'), file: path }))
    .filter(({ path }) => path !== `${site}/${releaseFile}`)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, file }) => ({ path, content: readFileSync(file, 'utf8') }));

export interface DeliverableProps {
  /** Folder of rendered trees, e.g. `dist`. */
  readonly out: string;
  readonly environment: string;
  readonly environmentFile: string;
  readonly site: string;
  /** Where the tree differs from a fresh render: asked where the lock says nothing of the site. */
  readonly stale: () => Promise<readonly Finding[]>;
}

/**
 * Why the rendered tree of a site must not be delivered without Git: it is not there, is not what was built, or is not the
 * release of the lock. Nothing: it may be.
 */
export async function deliverableTree(props: DeliverableProps): Promise<readonly Finding[]> {
  const { out, environment, environmentFile, site, stale } = props;
  const folder = join(out, environment, site);
  const path = join(folder, releaseFile);
  const place = { file: shownPath(path), place: site };
  if (!existsSync(path)) {
    return [
      {
        ...place,
        code: 'TREE_MISSING',
        message: 'there is no rendered tree of the site; nothing was changed',
        fix: 'take the tree of the release from a clone of the repository, or run `evenkeel build` from its sources',
      },
    ];
  }
  const { contentSha256 } = JSON.parse(readFileSync(path, 'utf8')) as Release;
  if (contentHash(filesIn(folder, site)) !== contentSha256) {
    return [
      {
        ...place,
        code: 'RENDER_STALE',
        message: 'files of the tree are not those that its release was made of; nothing was changed',
        value: contentSha256,
        fix: 'take the tree as the last commit has it; nobody edits the rendered tree',
      },
    ];
  }
  const file = lockPath(environmentFile);
  const { release, promotion } = readLock(file) ?? {};
  const isWaiting = isOpen(promotion) && waitingSites(promotion).includes(site);
  // A site that waits has the release before, of which the lock keeps no trees.
  const locked = isWaiting ? undefined : release?.sites[site]?.contentSha256;
  if (locked === undefined) return stale();
  if (locked === contentSha256) return [];
  return [
    {
      ...place,
      code: 'RELEASE_DRIFT',
      message: `the tree is not what ${shownPath(file)} says of the site; nothing was changed`,
      value: contentSha256,
      allowed: [locked],
      fix: 'take tree and lock from the same commit, or build with the Evenkeel and the file of the release',
    },
  ];
}
