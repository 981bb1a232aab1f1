import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from './page';
import { pages } from './pages';

const root = join(__dirname, '..', '..');

/** Pages whose file is missing or differs from what the code gives. */
async function stalePages(chosen: readonly Page[]): Promise<{ readonly path: string; readonly content: string }[]> {
  const made = await Promise.all(chosen.map(async ({ path, content }) => ({ path, content: await content() })));
  return made.filter(({ path, content }) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== content;
  });
}

async function main(check: boolean, quick: boolean): Promise<number> {
  const stale = await stalePages(pages.filter(({ slow }) => !(quick && slow)));
  for (const { path, content } of check ? [] : stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  for (const { path } of stale) process.stdout.write(`${check ? 'stale' : 'wrote'} ${path}\n`);
  if (check && stale.length > 0) process.stderr.write('fix: run `npm run docs` and commit what it writes\n');
  return check && stale.length > 0 ? 1 : 0;
}

main(process.argv.includes('--check'), process.argv.includes('--quick')).then((code) => {
  process.exitCode = code;
});
