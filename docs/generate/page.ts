/** A file that is made from the code. */
export interface Page {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  /** The whole file. Depends on the code alone. */
  readonly content: () => string | Promise<string>;
  /** It builds environments over and over, so that it takes a minute or two. Default: it takes no time. */
  readonly slow?: true;
}

const notice = '<!-- Made by `npm run docs` from the code; changes by hand are lost. -->';

/** A Markdown page with a title, an opening paragraph and blocks, one blank line between them. */
export const markdownPage = (title: string, blocks: readonly string[]): string =>
  `${[notice, `# ${title}`, ...blocks].join('\n\n')}\n`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A Markdown table. Columns with numbers, from 0, are flush right. Default: none has any. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string =>
  [head, head.map((_, index) => (numbers.includes(index) ? '---:' : '---')), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

export const code = (text: string): string => `\`${text}\``;
