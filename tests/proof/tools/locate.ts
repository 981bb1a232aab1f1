import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cachedPath, cacheRoot, PROVIDER_HOST, platformName, providerMirror, toolRecordPath } from './cache';
import { TOOLS } from './catalog';
import { runCommand } from './command';
import { pathsMatching } from './path-pattern';
import type { OnSystem, Tool } from './tool';

export type ToolStatus = 'ready' | 'missing' | 'out-of-time';

export interface LocatedTool {
  readonly name: string;
  readonly status: ToolStatus;
  /** Program to run; set when ready. */
  readonly path?: string;
  readonly version?: string;
  /** Why it is missing, or what is unusual about one that is ready. */
  readonly reason?: string;
}

export interface ToolReport {
  readonly tools: readonly LocatedTool[];
  /** Terraform filesystem mirrors that hold the ready providers, the cache's own first. */
  readonly providerMirrors: readonly string[];
  /** The located tool of that name. */
  tool(name: string): LocatedTool;
  /** Path of a ready tool; undefined otherwise. */
  pathOf(name: string): string | undefined;
  /** One line for each of these tools that is not ready: its name, why, and what is skipped without it. */
  missing(names?: readonly string[]): readonly string[];
}

/** What set-up wrote about one tool. */
export interface ToolRecord {
  readonly status: 'ready' | 'missing' | 'skipped: out of time';
  readonly version?: string;
  readonly path?: string;
  readonly reason?: string;
  /** What the proofs do instead. */
  readonly fallback?: string;
  /** How long set-up took. */
  readonly minutes?: number;
}

export interface ToolRecords {
  readonly tools: Readonly<Record<string, ToolRecord>>;
}

const NEVER_SET_UP = 'not installed; run "npm run proof:setup"';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** First number like 1.2 or 1.2.3 in a program's version output. */
export function versionIn(output: string): string | undefined {
  return /\d+\.\d+(?:\.\d+)?/.exec(output)?.[0];
}

/** Negative, zero or positive as `left` is older than, equal to or newer than `right`. */
export function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

function folders(rule: OnSystem): string[] {
  const installed = (rule.directories ?? []).flatMap((pattern) =>
    pathsMatching(pattern).sort((left, right) => compareVersions(right, left)),
  );
  return [...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...installed];
}

/** Programs on this machine that may be the tool, best first. */
function candidates(rule: OnSystem): string[] {
  const named = rule.variable === undefined ? undefined : process.env[rule.variable];
  const commands = named === undefined || named === '' ? rule.commands : [named];
  return commands.flatMap((command) =>
    command.includes('/') ? [command] : folders(rule).map((folder) => join(folder, command)),
  );
}

async function onSystem(tool: Tool): Promise<LocatedTool | undefined> {
  const rule = tool.onSystem;
  if (rule === undefined) return undefined;
  const path = candidates(rule).find(isExecutable);
  if (path === undefined) return undefined;
  const result = await runCommand(path, rule.versionArguments, { timeoutMs: 20_000 }).catch(() => undefined);
  const version = result?.exitCode === 0 ? versionIn(`${result.stdout}\n${result.stderr}`) : undefined;
  if (version === undefined) return { name: tool.name, status: 'missing', reason: `${path} does not run` };
  if (rule.minimum !== undefined && compareVersions(version, rule.minimum) < 0) {
    return {
      name: tool.name,
      status: 'missing',
      reason: `${path} is ${version}; ${rule.minimum} or newer is needed`,
    };
  }
  return { name: tool.name, status: 'ready', path, version };
}

function inCache(tool: Tool, root: string): LocatedTool | undefined {
  const path = cachedPath(tool, root);
  return path !== undefined && isExecutable(path)
    ? { name: tool.name, status: 'ready', path, version: tool.version }
    : undefined;
}

/** Folders in which Terraform, or whoever prepared the machine, keeps providers. */
function localMirrors(): string[] {
  const named = [process.env.TF_PLUGIN_DIR, process.env.TF_PLUGIN_CACHE_DIR].filter((path) => path !== undefined);
  const implied = [
    join(homedir(), '.terraform.d', 'plugins'),
    join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'terraform', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
    ...pathsMatching('/opt/*'),
  ];
  return [...named, ...implied].filter((folder) => pathsMatching(join(folder, PROVIDER_HOST)).length > 0);
}

interface LocalProvider {
  readonly located: LocatedTool;
  readonly mirror: string;
}

/** Whether stacks that ask for `~> <major>.<minor>` of the wanted version take another one. */
export function takesInstead(version: string, wanted: string): boolean {
  const majorOf = (of: string): string | undefined => of.split('.')[0];
  const minor = wanted.split('.').slice(0, 2).join('.');
  return majorOf(version) === majorOf(wanted) && compareVersions(version, minor) >= 0;
}

/** The newest version of a provider lying in a local mirror, so far as stacks take it. */
function localProvider(tool: Tool, mirrors: readonly string[]): LocalProvider | undefined {
  if (tool.cached?.kind !== 'provider') return undefined;
  const { provider } = tool.cached;
  const found = mirrors.flatMap((mirror) => {
    const versions = join(mirror, PROVIDER_HOST, 'hashicorp', provider);
    return pathsMatching(join(versions, '*', platformName(), `terraform-provider-${provider}_v*`)).map((path) => ({
      mirror,
      path,
      version: versionIn(path.slice(versions.length)) ?? '0.0.0',
    }));
  });
  const newest = found
    .filter(({ version }) => takesInstead(version, tool.version))
    .sort((left, right) => compareVersions(right.version, left.version))[0];
  if (newest === undefined) return undefined;
  const { mirror, path, version } = newest;
  const reason = version === tool.version ? undefined : `${version} from a local plugin folder; ${tool.version} wanted`;
  return { mirror, located: { name: tool.name, status: 'ready', path, version, reason } };
}

/** What the last set-up wrote; empty where there was none. */
export function readToolRecords(root = cacheRoot()): ToolRecords {
  try {
    return JSON.parse(readFileSync(toolRecordPath(root), 'utf8')) as ToolRecords;
  } catch {
    return { tools: {} };
  }
}

function hasProviders(mirror: string): boolean {
  try {
    return readdirSync(join(mirror, PROVIDER_HOST, 'hashicorp')).length > 0;
  } catch {
    return false;
  }
}

/**
 * Finds every tool of the catalogue: on the system, then in the cache, then (providers only) in a local plugin folder
 * in a version that stacks take. Installs nothing and needs no network.
 */
export async function locateTools(root = cacheRoot(), tools: readonly Tool[] = TOOLS): Promise<ToolReport> {
  const records = readToolRecords(root);
  const mirrors = localMirrors();
  const used = new Set<string>();
  const located = await Promise.all(
    tools.map(async (tool): Promise<LocatedTool> => {
      const system = await onSystem(tool);
      if (system?.status === 'ready') return system;
      const cached = inCache(tool, root);
      if (cached !== undefined) return cached;
      const local = localProvider(tool, mirrors);
      if (local !== undefined) {
        used.add(local.mirror);
        return local.located;
      }
      const record = records.tools[tool.name];
      const status = record?.status === 'skipped: out of time' ? 'out-of-time' : 'missing';
      const reason = record?.status === 'ready' ? undefined : record?.reason;
      return { name: tool.name, status, reason: reason ?? system?.reason ?? NEVER_SET_UP };
    }),
  );
  const byName = new Map(located.map((each) => [each.name, each]));
  const without = new Map(tools.map((tool) => [tool.name, tool.without]));
  const get = (name: string): LocatedTool => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`TOOL_UNKNOWN: no tool is named "${name}"`);
    return found;
  };
  return {
    tools: located,
    providerMirrors: [providerMirror(root), ...used].filter(hasProviders),
    tool: get,
    pathOf: (name) => get(name).path,
    missing: (names = tools.map((tool) => tool.name)) =>
      names
        .map(get)
        .filter((each) => each.status !== 'ready')
        .map((each) => `${each.name} (${each.status}): ${each.reason}; ${without.get(each.name)}`),
  };
}
