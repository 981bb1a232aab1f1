import { createHash } from 'node:crypto';
import { z } from 'zod';

const recordSchema = z.strictObject({
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  action: z.enum(['promoted', 'rolled-back', 'canary-failed', 'taken-back', 'copied']),
  /** User and machine. */
  by: z.string().min(1),
  environment: z.string().min(1),
  /** `null`: nothing was led by it, or nothing before. */
  alias: z.string().nullable(),
  from: z.int().nullable(),
  to: z.int(),
  digest: z.string(),
  /** Why, as it was typed or seen. */
  because: z.string().optional(),
  /** Findings that somebody answered for. */
  accepted: z.array(z.string()).optional(),
  /** Environment, model and version that it was copied from: `dev/churn/12`. */
  source: z.string().optional(),
  /** Id of the release that the version came with. */
  release: z.string().optional(),
  /** SHA-256 of the record before, so that none can be taken out; empty: the first. */
  previous: z.string(),
});

/** One thing that was done to a model in one environment. */
export type ModelRecord = z.output<typeof recordSchema>;

/** Tags of a registered model: each record has its own, which nobody writes twice. */
const prefix = 'evenkeel.history.';
/** MLflow's limit for the value of a tag. */
const mostCharacters = 5000;

const textOf = (record: ModelRecord): string => JSON.stringify(recordSchema.parse(record));
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The records of a model, oldest first, and what is wrong with their chain. */
export interface ModelHistory {
  readonly records: readonly ModelRecord[];
  readonly breaks: readonly string[];
  /** What the next record follows. */
  readonly head: string;
  readonly next: number;
}

const numbered = (key: string): number => Number(key.slice(prefix.length));

/** Reads the history from the tags of a registered model. */
export function historyIn(tags: Readonly<Record<string, string>>): ModelHistory {
  const keys = Object.keys(tags)
    .filter((key) => key.startsWith(prefix) && /^\d{6}$/.test(key.slice(prefix.length)))
    .sort();
  const records: ModelRecord[] = [];
  const breaks: string[] = [];
  let head = '';
  let expected = 1;
  for (const key of keys) {
    const text = tags[key] ?? '';
    if (numbered(key) !== expected) breaks.push(`record ${expected} is missing`);
    let record: ModelRecord | undefined;
    try {
      record = recordSchema.parse(JSON.parse(text));
    } catch {
      breaks.push(`record ${numbered(key)} cannot be read`);
    }
    if (record && record.previous !== head) breaks.push(`record ${numbered(key)} does not follow the one before it`);
    if (record) records.push(record);
    head = hashOf(text);
    expected = numbered(key) + 1;
  }
  return { records, breaks, head, next: expected };
}

/** The tag that one more record is. */
export function historyTag(
  history: Pick<ModelHistory, 'head' | 'next'>,
  record: Omit<ModelRecord, 'previous'>,
): { readonly key: string; readonly value: string } {
  const because = record.because?.slice(0, 1000);
  const value = textOf({ ...record, ...(because === undefined ? {} : { because }), previous: history.head });
  if (value.length > mostCharacters)
    throw new Error(`a record of ${value.length} characters is more than MLflow keeps`);
  return { key: `${prefix}${`${history.next}`.padStart(6, '0')}`, value };
}

/** The version that callers had before the one that they have. */
export function versionBefore(
  { records }: Pick<ModelHistory, 'records'>,
  alias: string,
  now: number,
): number | undefined {
  const led = records.filter((record) => record.alias === alias && record.action === 'promoted');
  return led.findLast(({ to, from }) => to === now && from !== now && from !== null)?.from ?? undefined;
}
