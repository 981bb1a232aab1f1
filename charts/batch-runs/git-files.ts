import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import { gitSyncImage } from '../git-sync';

interface GitSource {
  readonly repository: string;
  readonly revision: string;
  readonly folder: string;
}

const root = '/source';
const link = 'current';

/** The files stay writable: tools put what they make beside them. */
export const gitMount = { path: root, scratchMiB: 512 } as const;

/** Where the files of a source lie after the fetch. */
export const gitFolder = ({ folder }: Pick<GitSource, 'folder'>): string =>
  [root, link, ...(folder === '.' ? [] : [folder])].join('/');

/** Fetches one revision, once. */
export const fetchGit = ({ repository, revision }: GitSource): ContainerSpec => ({
  name: 'source',
  image: gitSyncImage,
  command: ['/git-sync'],
  env: {
    GITSYNC_REPO: repository,
    GITSYNC_REF: revision,
    GITSYNC_DEPTH: '1',
    GITSYNC_ROOT: root,
    GITSYNC_LINK: link,
    GITSYNC_ONE_TIME: 'true',
    GITSYNC_MAX_FAILURES: '3',
  },
  cpuMillis: 50,
  memoryMiB: 256,
  mounts: [gitMount, { path: '/tmp', scratchMiB: 64 }],
});
