import type { NetworkPeer } from '../../constructs/contracts';
import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import { internet } from '../orchestration/internet';

/** uv and Python in one image; what it installs is run by the same image. */
const uvVersion = '0.9.7';
const image = `ghcr.io/astral-sh/uv:${uvVersion}-python3.12-bookworm-slim`;

const folder = '/packages';
/** The newest state of the index that is looked at: what the pinned packages stand on never moves by itself. */
const packagesUntil = '2026-11-01';

interface Packages {
  readonly index: string;
  readonly image?: string;
}

/** Where a run's Python comes from: an image that has everything, or one that is filled at the start of the run. */
export interface PythonPackages {
  readonly image: string;
  readonly fetch: readonly ContainerSpec[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly path: string; readonly scratchMiB: number }[];
  readonly egress: readonly NetworkPeer[];
}

const mount = { path: folder, scratchMiB: 2048 } as const;

/** Pinned packages for a run. */
export function pythonPackages(packages: Packages, requirements: readonly string[]): PythonPackages {
  if (packages.image) return { image: packages.image, fetch: [], env: {}, mounts: [], egress: [] };
  return {
    image,
    fetch: [
      {
        name: 'packages',
        image,
        command: ['uv'],
        args: ['pip', 'install', '--target', folder, ...requirements],
        env: {
          HOME: '/tmp',
          UV_CACHE_DIR: '/tmp/uv',
          UV_LINK_MODE: 'copy',
          UV_DEFAULT_INDEX: packages.index,
          UV_EXCLUDE_NEWER: packagesUntil,
          UV_ONLY_BINARY: ':all:',
        },
        cpuMillis: 250,
        cpuLimitMillis: 2000,
        memoryMiB: 1024,
        mounts: [mount, { path: '/tmp', scratchMiB: 2048 }],
      },
    ],
    env: { PYTHONPATH: folder },
    mounts: [mount],
    egress: [internet],
  };
}
