import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** One line of a journal. */
export type JournalEntry<Step extends string, Details extends object> = {
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly step: Step;
} & Partial<Details>;

/** What a procedure has done: one line an event, each on the disk before the next one begins. */
export class Journal<Step extends string, Details extends object> {
  constructor(readonly path: string) {}

  /** Every whole line, oldest first. The last one may have been cut short by a crash: then it never happened. */
  entries(): JournalEntry<Step, Details>[] {
    if (!existsSync(this.path)) return [];
    return readFileSync(this.path, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return line === '' ? [] : [JSON.parse(line) as JournalEntry<Step, Details>];
        } catch {
          return [];
        }
      });
  }

  last(): JournalEntry<Step, Details> | undefined {
    return this.entries().at(-1);
  }

  write(step: Step, details?: Details): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const entry = { at: new Date().toISOString(), step, ...details };
    const file = openSync(this.path, 'a', 0o600);
    try {
      // The leading line break ends a line that was cut short.
      writeSync(file, `\n${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}
