import type { FindingCode } from './finding-codes';

/** One thing wrong with what was asked for: where, what stands there, what may stand there, how to mend it. */
export interface Finding {
  /** Stable, upper case, e.g. `NODE_POOL_RANGE`. */
  readonly code: FindingCode;
  /** File, e.g. `environments/prod.ts`; empty where the input is no file. */
  readonly file: string;
  /** Path inside the file, e.g. `sites[0].region`; empty for the whole file. */
  readonly place: string;
  readonly message: string;
  /** The offending value as written. */
  readonly value?: unknown;
  /** What may stand there instead. */
  readonly allowed?: readonly string[];
  readonly fix: string;
}

/** Wrong input: all findings of all files at once. The command line prints them and exits with 2. */
export class InputError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(formatFinding).join('\n'));
    this.name = 'InputError';
  }
}

const maxAllowedShown = 12;
const maxValueLength = 120;

const shorten = (text: string): string => (text.length > maxValueLength ? `${text.slice(0, maxValueLength)}...` : text);

export function formatFinding(finding: Finding): string {
  const head = [finding.code, finding.file, finding.place].filter((part) => part !== '').join(' ');
  const value = finding.value === undefined ? '' : ` (got ${shorten(JSON.stringify(finding.value))})`;
  const shown = finding.allowed?.slice(0, maxAllowedShown).join(', ');
  const more = (finding.allowed?.length ?? 0) - maxAllowedShown;
  const allowed = shown ? `\n    allowed: ${shown}${more > 0 ? ` and ${more} more` : ''}` : '';
  return `${head}: ${finding.message}${value}${allowed}\n    fix: ${finding.fix}`;
}
