import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { replaceFile } from './tree';

/** Path to what changes with every write to it. */
type Stamps = Readonly<Record<string, string>>;

/** Proof that a rendered tree is what its inputs would give again. */
interface BuildRecord<Summary> {
  /** Stamp of Evenkeel's own code. */
  readonly engine: string;
  /** Source, relative to the output folder, to the SHA-256 of its text; a folder to that of all its files. */
  readonly sources: Readonly<Record<string, string>>;
  /** Stamp of every file and folder of the rendered tree, so that an edited or torn tree is built again. */
  readonly tree: Stamps;
  readonly summary: Summary;
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

const filesUnder = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];

/** Size and change time: no write leaves the time as it was, and nobody can set it. `undefined`: nothing is there. */
export function stampOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.isFile() ? stats.size : 'folder'} ${stats.ctimeMs}`;
}

function stampsUnder(folder: string): Stamps {
  const below = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return Object.fromEntries(['.', ...below].sort().map((path) => [path, stampOf(join(folder, path)) ?? '']));
}

/** Looks at what is recorded only: a folder's own time changes when something comes into it. */
const isUntouched = (folder: string, stamps: Stamps): boolean =>
  Object.entries(stamps).every(([path, stamp]) => stampOf(`${folder}/${path}`) === stamp);

/** One hash over the names, sizes and change times of the files below a folder. */
export function stampFolder(folder: string, accept: (path: string) => boolean): string {
  const hash = createHash('sha256');
  for (const path of filesUnder(folder).filter(accept)) hash.update(`${path.slice(folder.length)} ${stampOf(path)}\n`);
  return hash.digest('hex');
}

const recordPath = (out: string, name: string): string => join(out, '.cache', `${name}.json`);

/** A record that is missing or torn proves nothing. */
function readRecord<Summary>(path: string): BuildRecord<Summary> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as BuildRecord<Summary>;
  } catch {
    return undefined;
  }
}

/** Of a folder, every file below it: what comes into it later counts. */
function hashSource(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 'absent';
  if (stats.isFile()) return sha256(readFileSync(path));
  return sha256(
    filesUnder(path)
      .map((file) => `${relative(path, file)} ${sha256(readFileSync(file))}\n`)
      .join(''),
  );
}

/** A source that is not there is one too: an environment may get its lock later. */
const hashSources = (out: string, sources: readonly string[]): Record<string, string> =>
  Object.fromEntries(sources.map((path) => [relative(out, path), hashSource(path)]));

/** The summary of the tree that is there, if nothing it depends on has changed since; `undefined`: build. */
export function unchangedBuild<Summary>(out: string, name: string, engine: string, file: string): Summary | undefined {
  const record = readRecord<Summary>(recordPath(out, name));
  if (record?.engine !== engine) return undefined;
  const paths = Object.keys(record.sources).map((path) => join(out, path));
  const sources = hashSources(out, paths);
  const same =
    paths.includes(file) &&
    existsSync(file) &&
    JSON.stringify(sources) === JSON.stringify(record.sources) &&
    isUntouched(join(out, name), record.tree);
  return same ? record.summary : undefined;
}

export function recordBuild<Summary>(
  out: string,
  name: string,
  engine: string,
  sources: readonly string[],
  summary: Summary,
): void {
  const record: BuildRecord<Summary> = {
    engine,
    sources: hashSources(out, sources),
    tree: stampsUnder(join(out, name)),
    summary,
  };
  replaceFile(recordPath(out, name), JSON.stringify(record));
}

/** The last recorded build of every environment whose tree is in `out`, by name. */
export function recordedBuilds<Summary>(out: string): Summary[] {
  return filesUnder(join(out, '.cache'))
    .filter((path) => path.endsWith('.json') && existsSync(join(out, basename(path, '.json'))))
    .flatMap((path) => readRecord<Summary>(path)?.summary ?? []);
}
