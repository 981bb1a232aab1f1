import type { ReadCommit } from './trailers';

/** One line of an environment's history: who brought what, when. Plain data. */
export interface HistoryEntry {
  readonly commit: string;
  /** ISO 8601. */
  readonly at: string;
  readonly kind: 'promotion' | 'partial' | 'hotfix' | 'revert';
  readonly release: string;
  readonly from?: string;
  readonly wave?: { readonly number: number; readonly of: number };
  readonly askedBy: string;
  readonly approvedBy: readonly string[];
  readonly partial: readonly string[];
  readonly reason?: string;
  /** Of a way back: the commit whose lock and tree came back. */
  readonly restores?: string;
  /** What the commit was made on. */
  readonly parent?: string;
}

function entryOf(read: ReadCommit, environment: string): HistoryEntry[] {
  const [release] = read.trailer('Release');
  const isOfThis = read.trailer('Environment').includes(environment);
  const [from] = read.trailer('Promoted-from');
  const [restores] = read.trailer('Restores');
  if (!isOfThis || release === undefined || (from === undefined && restores === undefined)) return [];
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(read.trailer('Wave')[0] ?? '') ?? [];
  const partial = read.trailer('Partial');
  const [hotfix] = read.trailer('Hotfix-reason');
  const reason = hotfix ?? read.trailer('Reason')[0];
  const kinds = { revert: restores !== undefined, hotfix: hotfix !== undefined, partial: partial.length > 0 };
  const kind = (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => kinds[name]) ?? 'promotion';
  return [
    {
      commit: read.commit,
      at: read.at,
      kind,
      release,
      ...(from === undefined ? {} : { from }),
      ...(number === undefined ? {} : { wave: { number: Number(number), of: Number(of) } }),
      askedBy: read.trailer('Asked-by')[0] ?? read.authorEmail,
      approvedBy: read.trailer('Approved-by'),
      partial,
      ...(reason === undefined ? {} : { reason }),
      ...(restores === undefined ? {} : { restores }),
      ...(read.parents[0] === undefined ? {} : { parent: read.parents[0] }),
    },
  ];
}

/** What came into an environment, newest first. Commits that are no promotion of it are left out. */
export const historyOf = (commits: readonly ReadCommit[], environment: string): HistoryEntry[] =>
  commits.flatMap((read) => entryOf(read, environment));

/** What a way back takes back, and where it leads. */
export interface WayBack {
  /** The first commit of what is taken back: that of its first wave. */
  readonly first: HistoryEntry;
  /** The last one: what runs now. */
  readonly last: HistoryEntry;
  /** The commit whose lock and tree come back. */
  readonly to: string;
}

/**
 * The release before the one that runs. After a way back it is the one before that one, so that going back twice goes back two
 * releases.
 * @param entries newest first
 * @returns `undefined`: there is nothing to go back to
 */
export function wayBack(entries: readonly HistoryEntry[]): WayBack | undefined {
  const [last] = entries;
  if (!last) return undefined;
  // What runs after a way back was brought by the newest promotion at or before the commit that came back.
  const begin = runsSince(entries, 0);
  if (begin === undefined) return undefined;
  let first = entries[begin] as HistoryEntry;
  for (let index = begin; first.wave && first.wave.number > 1; ) {
    index += 1;
    const before = entries[index];
    if (!before || before.release !== first.release || before.wave?.number !== first.wave.number - 1) break;
    first = before;
  }
  return first.parent === undefined ? undefined : { first, last, to: first.parent };
}

/** Index of the promotion that brought what an entry left running. */
function runsSince(entries: readonly HistoryEntry[], index: number): number | undefined {
  const entry = entries[index];
  if (!entry) return undefined;
  if (entry.restores === undefined) return index;
  const { restores } = entry;
  // The entry that a way back restores is the commit itself, or the newest one that it was made on.
  const restored = entries.findIndex((one, at) => at > index && one.commit === restores);
  if (restored >= 0) return runsSince(entries, restored);
  const first = entries.findIndex((one, at) => at > index && one.parent === restores);
  return first < 0 ? undefined : runsSince(entries, first + 1);
}
