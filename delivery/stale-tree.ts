import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Finding } from '../environments/model';
import { shownPath } from '../environments/model/load-environment';
import type { RenderedFile } from './site-build';

const fix = 'run `evenkeel build` and commit what it writes; nobody edits the rendered tree';

const paths = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    : [];

/** Every file in which the tree of a folder differs from a fresh render: a finding each, by path. */
export function staleFiles(folder: string, fresh: readonly RenderedFile[]): Finding[] {
  const wanted = new Map(fresh.map(({ path, content }) => [path, content]));
  const there = new Set(paths(folder));
  const how = (path: string): string | undefined => {
    const content = wanted.get(path);
    if (content === undefined) return 'nothing renders it any more';
    if (!there.has(path)) return 'it is missing';
    return readFileSync(join(folder, path), 'utf8') === content ? undefined : 'a fresh render gives another content';
  };
  return [...new Set([...wanted.keys(), ...there])].sort().flatMap((path) => {
    const message = how(path);
    return message === undefined
      ? []
      : [{ code: 'RENDER_STALE' as const, file: shownPath(join(folder, path)), place: '', message, fix }];
  });
}
