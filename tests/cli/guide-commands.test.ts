import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf, theProgram } from './real-program';

const guides = join(__dirname, '..', '..', 'docs', 'guides');

/** Words of a line as a shell would take them, as far as guides need it. */
const wordsOf = (line: string): string[] =>
  line
    .replaceAll(/'[^']*'|"[^"]*"/g, 'x')
    .replaceAll(/<[^>]*>/g, 'x')
    .replace(/\s+#.*$/, '')
    .replace(/\s+(\||>|&&|;).*$/, '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '...');

/** Every command that a guide tells people to type. */
const typed = readdirSync(guides).flatMap((guide) =>
  [...readFileSync(join(guides, guide), 'utf8').matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)]
    .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .flatMap((line) => {
      const found = /^\s*(?:npx |npm run -s )?evenkeel(?: --)? (.*)$/.exec(line);
      return found?.[1] ? [{ guide, line: line.trim(), words: wordsOf(found[1]) }] : [];
    }),
);

it('tells people only commands that the command line has, with the options it has', async () => {
  const program = await theProgram();
  expect(typed.length).toBeGreaterThan(80);
  const problems = typed
    .filter(({ words }) => !words[0]?.startsWith('-'))
    .flatMap(({ guide, line, words }) => {
      const problem = problemOf(program, words);
      return problem ? [`${guide}: ${line}: ${problem}`] : [];
    });
  expect(problems).toEqual([]);
});

it('counts what each journey takes to type', () => {
  const text = readFileSync(join(guides, 'journeys.md'), 'utf8');
  const told = [...text.matchAll(/^\| \[([^\]]+)\]\(#\S+\) +\| +(\d+) \|$/gm)].map(([, name, count]) => [
    name,
    Number(count),
  ]);
  const counted = text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
      return [section.split('\n')[0], block.trim().split('\n').length];
    });
  expect(told).toHaveLength(7);
  expect(counted).toEqual(told);
});
