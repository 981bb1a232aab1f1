import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { markdownFiles } from './markdown-files';

const root = join(__dirname, '..', '..');
const files = markdownFiles(root);

/** GitHub's anchor of a heading: lower case, punctuation dropped, spaces to dashes. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');

const anchorsOf = (path: string): Set<string> =>
  new Set(
    readFileSync(path, 'utf8')
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .split('\n')
      .flatMap((line) => /^#{1,6} (.*)$/.exec(line)?.[1] ?? [])
      .map(anchorOf),
  );

const linksIn = (path: string): string[] =>
  [...withoutCode(readFileSync(path, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)]
    .flatMap((match) => match[1] ?? [])
    .filter((target) => !/^[a-z]+:/.test(target));

it('finds the documentation', () => {
  expect(files.map((file) => relative(root, file))).toEqual(
    expect.arrayContaining(['README.md', 'docs/README.md', 'docs/guides/getting-started.md']),
  );
});

it.each(files.map((file) => relative(root, file)))('every link in %s leads somewhere', (file) => {
  const path = join(root, file);
  const broken = linksIn(path).filter((target) => {
    const [link = '', anchor] = target.split('#', 2);
    const linked = link === '' ? path : join(dirname(path), link);
    if (!existsSync(linked)) return true;
    return anchor !== undefined && linked.endsWith('.md') && !anchorsOf(linked).has(anchor);
  });
  expect(broken).toEqual([]);
});
