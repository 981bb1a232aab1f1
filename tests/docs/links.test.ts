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

const withoutBlocks = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, '');
const withoutCode = (text: string): string => withoutBlocks(text).replaceAll(/`[^`\n]*`/g, '');

const anchorsOf = (path: string): Set<string> =>
  new Set(
    withoutBlocks(readFileSync(path, 'utf8'))
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

/** Long lines outside of code; rules of tables are alike everywhere. */
const longLines = (path: string): string[] =>
  withoutBlocks(readFileSync(path, 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= 60 && !/^[|\s:-]+$/.test(line));

const written = files.map((file) => relative(root, file)).filter((file) => !file.startsWith('docs/reference/'));

it.each(written)('%s says nothing twice', (file) => {
  const lines = longLines(join(root, file));
  expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
});

it('the overview leads to every guide, every decision and every record', () => {
  const overview = join(root, 'docs/README.md');
  const reached = new Set(linksIn(overview).map((target) => join('docs', target.split('#')[0] ?? '')));
  const pages = written.filter((file) => /^docs\/(guides|decisions|records)\//.test(file));
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});
