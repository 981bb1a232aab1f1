import type { Command } from 'commander';

/** For an option that may be given more than once. */
export const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

/** Which stacks are meant, and how many at a time: what `deploy`, `diff` and `destroy` take alike. */
export const withStackOptions = (command: Command): Command =>
  command
    .option('--site <name>', 'only the stacks of this site')
    .option('--stack <name>', 'only this stack, or stacks of this kind; repeat it for more', collect)
    .option('--parallel <number>', 'stacks that are worked on at the same time', '3')
    .option('--out <folder>', 'folder of the rendered trees', 'dist');
