import Table from 'cli-table3';
import type { DocumentFormat } from './document-format';

/** A table of text; numbers are flush right. */
export interface DocumentTable {
  readonly head: readonly string[];
  /** Columns with numbers, from 0. */
  readonly numbers: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

/** What is shown to people, whatever shows it: lines of text and tables. */
export type DocumentPart = string | DocumentTable;

/** Longer text goes on in the next line of its cell, but words stay whole: a terminal would break the frame instead. */
const widestCell = 80;

const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));

function widthOf(texts: readonly string[]): number {
  const lines = texts.flatMap((text) => text.split('\n'));
  return Math.max(Math.min(widestCell, longest(lines)), longest(lines.flatMap((line) => line.split(' '))));
}

function plainTable({ head, numbers, rows }: DocumentTable): string {
  const table = new Table({
    head: [...head],
    // With a blank on either side.
    colWidths: head.map((title, index) => widthOf([title, ...rows.map((cells) => cells[index] ?? '')]) + 2),
    wordWrap: true,
    colAligns: head.map((_, index) => (numbers.includes(index) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Names come from files: none of them ends a cell, opens a tag or makes a link. */
const cell = (text: string): string =>
  text
    .replaceAll(/[\\|*_[\]<>`]/g, (sign) => (sign === '<' ? '&lt;' : `\\${sign}`))
    .split('\n')
    .join('<br>');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const markdownTable = ({ head, numbers, rows }: DocumentTable): string =>
  [
    row(head.map(cell)),
    row(head.map((_, index) => (numbers.includes(index) ? '---:' : '---'))),
    ...rows.map((cells) => row(cells.map(cell))),
  ].join('\n');

const writers: {
  readonly [F in DocumentFormat]: { readonly text: (text: string) => string; readonly table: typeof plainTable };
} = {
  text: { text: (text) => text, table: plainTable },
  // A comment on GitHub or GitLab keeps line ends that have two blanks before them.
  markdown: { text: (text) => text.split('\n').map(cell).join('  \n'), table: markdownTable },
};

/** A document as text of a terminal, without colour, or as Markdown of a comment. */
export const showDocument = (parts: readonly DocumentPart[], format: DocumentFormat): string =>
  parts
    .map((part) => (typeof part === 'string' ? writers[format].text(part) : writers[format].table(part)))
    .join('\n\n');
