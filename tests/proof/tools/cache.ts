import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from './tool';

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};
const ARCHITECTURES: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: 'amd64', arm64: 'arm64' };

/** Host part of a provider's address in Terraform's mirror layout. */
export const PROVIDER_HOST = 'registry.terraform.io';

/** Go's and Terraform's name for this machine, such as `linux_amd64`. */
export function platformName(): string {
  return `${PLATFORMS[process.platform] ?? process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;
}

/** Folder that keeps every installed tool: `EVENKEEL_CACHE`, else `evenkeel` in the user's cache folder. */
export function cacheRoot(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.EVENKEEL_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'evenkeel');
}

/** Terraform filesystem mirror inside the cache. */
export function providerMirror(root = cacheRoot()): string {
  return join(root, 'terraform-mirror');
}

/** Where the state of each tool's last set-up is written. */
export function toolRecordPath(root = cacheRoot()): string {
  return join(root, 'tools.json');
}

/** Folder of one Python environment. */
export function pythonEnvironment(tool: Pick<Tool, 'name' | 'version'>, root = cacheRoot()): string {
  return join(root, 'venvs', `${tool.name}-${tool.version}`);
}

/** Folder that holds the Node.js packages of one tool. */
export function nodePackages(tool: Pick<Tool, 'name' | 'version'>, root = cacheRoot()): string {
  return join(root, 'packages', `${tool.name}-${tool.version}`);
}

/** Path relative to a mirror of one provider's folder for this platform. */
export function providerFolder(provider: string, version: string): string {
  return join(PROVIDER_HOST, 'hashicorp', provider, version, platformName());
}

const CACHED_PATHS: {
  readonly [K in NonNullable<Tool['cached']>['kind']]: (
    tool: Tool,
    place: Extract<NonNullable<Tool['cached']>, { kind: K }>,
    root: string,
  ) => string;
} = {
  binary: (tool, place, root) => join(root, 'bin', `${tool.name}-${tool.version}`, place.executable),
  folder: (tool, _place, root) => join(root, 'files', `${tool.name}-${tool.version}`),
  environment: (tool, place, root) => join(pythonEnvironment(tool, root), 'bin', place.executable),
  packages: (tool, place, root) => join(nodePackages(tool, root), 'node_modules', '.bin', place.executable),
  provider: (tool, place, root) =>
    join(
      providerMirror(root),
      providerFolder(place.provider, tool.version),
      `terraform-provider-${place.provider}_v${tool.version}`,
    ),
};

/** Full path a tool has once set-up put it into the cache; undefined for tools that only come from the system. */
export function cachedPath(tool: Tool, root = cacheRoot()): string | undefined {
  const place = tool.cached;
  if (place === undefined) return undefined;
  const resolve = CACHED_PATHS[place.kind] as (tool: Tool, place: NonNullable<Tool['cached']>, root: string) => string;
  return resolve(tool, place, root);
}
