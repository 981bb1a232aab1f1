import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Each is written down when it is begun or done; a run that was killed left the last of them. */
export const journalSteps = [
  'apply-begun',
  'applied',
  'copy-begun',
  'copied',
  'verified',
  'local-copy-removed',
  'undo-begun',
  'undone',
] as const;

export type JournalStep = (typeof journalSteps)[number];

export interface JournalEntry {
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly step: JournalStep;
  /** Of the state that the step was about. Default: there was none yet. */
  readonly lineage?: string;
  readonly serial?: number;
  readonly resources?: number;
}

/** What a procedure has done on one site: one line a step, each on the disk before the next step begins. */
export class Journal {
  constructor(readonly path: string) {}

  /** Every whole line, oldest first. The last one may have been cut short by a crash: then it never happened. */
  entries(): JournalEntry[] {
    if (!existsSync(this.path)) return [];
    return readFileSync(this.path, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return line === '' ? [] : [JSON.parse(line) as JournalEntry];
        } catch {
          return [];
        }
      });
  }

  last(): JournalEntry | undefined {
    return this.entries().at(-1);
  }

  write(step: JournalStep, state?: Pick<JournalEntry, 'lineage' | 'serial' | 'resources'>): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const { lineage, serial, resources } = state ?? {};
    const entry: JournalEntry = { at: new Date().toISOString(), step, lineage, serial, resources };
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
