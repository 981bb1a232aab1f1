import { existsSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function pattern(segment: string): RegExp {
  const literal = segment.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}

/** Existing paths that fit an absolute pattern in which `*` stands for any part of one name. */
export function pathsMatching(absolutePattern: string): string[] {
  const { root } = parse(absolutePattern);
  const segments = absolutePattern.slice(root.length).split('/');
  return segments
    .reduce<string[]>(
      (folders, segment) =>
        folders.flatMap((folder) =>
          segment.includes('*')
            ? entries(folder)
                .filter((entry) => pattern(segment).test(entry))
                .map((entry) => join(folder, entry))
            : [join(folder, segment)],
        ),
      [root],
    )
    .filter((path) => existsSync(path));
}
