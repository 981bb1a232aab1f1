import { environmentFolder } from '../environment-stacks';
import { contentHash, type RenderedFile, type SiteBuild } from '../site-build';
import type { ReleaseRecord } from './release-record';

const isInfrastructure = ({ path }: RenderedFile): boolean => path.split('/')[1] === 'infra';

/**
 * What was rendered for each site, and for the environment as a whole where it has anything, by hashes.
 * @param files of the whole tree, in the order in which they were rendered
 */
export function releasedSites(
  files: readonly RenderedFile[],
  sites: readonly Pick<SiteBuild, 'name' | 'release'>[],
): ReleaseRecord['sites'] {
  const below = (folder: string): RenderedFile[] => files.filter(({ path }) => path.startsWith(`${folder}/`));
  const shared = below(environmentFolder);
  const ofEnvironment = contentHash(shared);
  return {
    ...(shared.length > 0
      ? { [environmentFolder]: { infrastructureSha256: ofEnvironment, contentSha256: ofEnvironment } }
      : {}),
    ...Object.fromEntries(
      sites.map(({ name, release: { contentSha256 } }) => [
        name,
        { infrastructureSha256: contentHash(below(name).filter(isInfrastructure)), contentSha256 },
      ]),
    ),
  };
}
