import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Finding, InputError } from './finding';
import type { FindingCode } from './finding-codes';
import type { Environment } from './resolve-environment';

export interface EnvironmentFile {
  /** What the file exports, as it is: nothing of it is checked. */
  readonly input: unknown;
  /** The file as findings show it. */
  readonly file: string;
  /** Every source file the environment is made of, absolute, sorted: the file itself and its local imports. */
  readonly sources: readonly string[];
}

export interface LoadedEnvironment extends Omit<EnvironmentFile, 'input'> {
  /** As `EnvironmentFile` has them, and the file of promoted models, which may come later. */
  readonly sources: readonly string[];
  readonly environment: Environment;
}

const reject = (code: FindingCode, file: string, message: string, fix: string): never => {
  throw new InputError([{ code, file, place: '', message, fix }]);
};

/** The file as people write it: relative to the working directory, with forward slashes. */
export const shownPath = (file: string): string => relative(process.cwd(), file).replaceAll('\\', '/');

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.trim() || 'no message';

/** The loader has its own copy of every module, so that an error of the file is an instance of another class. */
const hasFindings = (error: unknown): error is InputError => error instanceof Error && error.name === 'InputError';

/** What a blueprint finds wrong with its load, at the file that gives the load. */
const placedIn = (file: string, { file: blueprint, place, ...rest }: Finding): Finding => ({
  ...rest,
  file,
  place: `${blueprint}: ${place}`,
});

const fileOf = (id: string): string => id.replace(/\?.*$/, '');

/** A file and every file it imports, also those that an earlier environment loaded already; without packages. */
function localSources(file: string): string[] {
  const files = new Set<string>();
  const visit = (module: NodeJS.Module | undefined): void => {
    const path = module && fileOf(module.id);
    if (!path || files.has(path) || path.includes('node_modules')) return;
    files.add(path);
    module.children.forEach(visit);
  };
  visit(Object.values(require.cache).find((module) => module && fileOf(module.id) === file));
  return [...files].sort();
}

/**
 * Loads a TypeScript file and gives its default export. The hooks of tsx stay only that long, and so do source maps, which it switches on for the
 * whole process: with them, Node decodes the map of every provider binding loaded later. The fixed namespace lets tsx
 * find what it compiled the last time. A hook that another loader set before is put back, which tsx does not do.
 */
export async function loadTypeScript(path: string): Promise<unknown> {
  const { register } = await import('tsx/cjs/api');
  const mapped = process.sourceMapsEnabled;
  const hook = require.extensions?.['.ts'];
  const tsx = register({ namespace: 'environment' });
  try {
    return (tsx.require(path, pathToFileURL(__filename).href) as { default?: unknown }).default;
  } finally {
    tsx.unregister();
    if (hook) require.extensions['.ts'] = hook;
    process.setSourceMapsEnabled(mapped);
  }
}

/**
 * Reads one environment file, for who looks at what it says before it is checked.
 * @throws InputError ENVIRONMENT_MISSING, ENVIRONMENT_THROWS, ENVIRONMENT_EMPTY
 */
export async function readEnvironment(path: string): Promise<EnvironmentFile> {
  const absolute = resolve(path);
  const file = shownPath(absolute);
  if (!existsSync(absolute)) reject('ENVIRONMENT_MISSING', file, 'there is no such file', 'correct the path');
  const input = await loadTypeScript(absolute).catch((error: unknown) => {
    if (hasFindings(error)) throw new InputError(error.findings.map((finding) => placedIn(file, finding)));
    return reject(
      'ENVIRONMENT_THROWS',
      file,
      `loading it failed: ${firstLine(error)}`,
      'mend the file so that it loads',
    );
  });
  if (input === undefined) {
    reject('ENVIRONMENT_EMPTY', file, 'it has no default export', 'write `export default defineEnvironment({ ... })`');
  }
  return { input, file, sources: localSources(absolute) };
}

/**
 * Reads and checks one environment file, with the versions of models that were promoted into it.
 * @throws InputError as `readEnvironment`, MODEL_PIN, or every finding of the file
 */
export async function loadEnvironment(path: string): Promise<LoadedEnvironment> {
  const { input, ...rest } = await readEnvironment(path);
  // Loaded here, so that an unchanged rebuild, which reads no environment, never loads the schema.
  const [{ resolveEnvironment }, { pinsPath, readPins, withPins }] = await Promise.all([
    import('./resolve-environment'),
    import('./model-pins'),
  ]);
  const pinsFile = pinsPath(resolve(path));
  const shown = shownPath(pinsFile);
  const pinned = withPins(input, readPins(pinsFile, shown), shown);
  return { environment: resolveEnvironment(pinned, rest.file), ...rest, sources: [...rest.sources, pinsFile] };
}
