import { quoted } from '../../constructs/contracts/command';
import type { PipelineCommand, PipelineProgram, PipelineWord } from './pipeline';

const programs: { readonly [P in PipelineProgram]: string } = {
  evenkeel: 'npx --no-install evenkeel',
  npm: 'npm',
};

const wordOf = (word: PipelineWord): string => (typeof word === 'string' ? quoted(word) : `"$${word.variable}"`);

/** A command as one line of a POSIX shell. */
export const shellLine = ({ program, words, into }: PipelineCommand): string =>
  [programs[program], ...words.map(wordOf), ...(into === undefined ? [] : ['>', quoted(into)])].join(' ');
