/** Somebody who agrees. */
export interface Approval {
  /** Address, in lower case. */
  readonly by: string;
  /**
   * `commit`: they said so in a commit of their own; `pipeline`: whoever runs the command says that they did; `lock`: the first
   * wave wrote down that they had.
   */
  readonly from: 'commit' | 'pipeline' | 'lock';
  readonly commit?: string;
}

/** A commit as approvals are read from it. */
export interface SaidInCommit {
  readonly commit: string;
  readonly authorEmail: string;
  /** Values of its trailers `Approved-by`. */
  readonly approvedBy: readonly string[];
  /** Values of its trailers `Withdrawn-by`. */
  readonly withdrawnBy: readonly string[];
  /** Values of its trailers `Release`. */
  readonly release: readonly string[];
}

/** `Ada <ada@example.com>` or the address alone. */
export const addressIn = (text: string): string => (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();

/** What people said of themselves on a release, the newest word of each. */
function wordsOf(commits: readonly SaidInCommit[], release: string): Map<string, { agrees: boolean; commit: string }> {
  const words = new Map<string, { agrees: boolean; commit: string }>();
  for (const { commit, authorEmail, approvedBy, withdrawnBy, release: of } of commits) {
    const by = authorEmail.toLowerCase();
    if (!of.includes(release) || words.has(by)) continue;
    // Who says both in one commit does not agree.
    if (withdrawnBy.map(addressIn).includes(by)) words.set(by, { agrees: false, commit });
    else if (approvedBy.map(addressIn).includes(by)) words.set(by, { agrees: true, commit });
  }
  return words;
}

/**
 * Who agreed to a release in Git: trailers `Approved-by` beside `Release` of commits, until they take it back (`Withdrawn-by`).
 * Only what somebody says of themselves counts, so the author of the commit has to be the approver.
 * @param commits newest first
 * @param recorded addresses of who had agreed when the first wave went
 */
export function approvalsIn(
  commits: readonly SaidInCommit[],
  release: string,
  recorded: readonly string[] = [],
): Approval[] {
  const words = wordsOf(commits, release);
  return [
    ...[...words].flatMap(([by, { agrees, commit }]): Approval[] => (agrees ? [{ by, from: 'commit', commit }] : [])),
    ...recorded
      .map(addressIn)
      .filter((by) => !words.has(by))
      .map((by): Approval => ({ by, from: 'lock' })),
  ];
}

export interface CountedApprovals {
  readonly counted: readonly string[];
  /** With why not. */
  readonly ignored: readonly { readonly by: string; readonly why: string }[];
}

/**
 * Each person once, of those who may, and never who asks.
 * @param asker address of who asks for the promotion
 * @param approvers who may agree; empty: everybody
 */
export function countApprovals(
  approvals: readonly Approval[],
  asker: string,
  approvers: readonly string[],
): CountedApprovals {
  const may = new Set(approvers.map((one) => one.toLowerCase()));
  const people = [...new Set(approvals.map(({ by }) => by))].sort();
  const whyNot = (by: string): string | undefined => {
    if (by === asker.toLowerCase()) return 'asks for the promotion';
    return may.size > 0 && !may.has(by) ? 'is not among `promotion.approvers`' : undefined;
  };
  return {
    counted: people.filter((by) => whyNot(by) === undefined),
    ignored: people.flatMap((by) => {
      const why = whyNot(by);
      return why === undefined ? [] : [{ by, why }];
    }),
  };
}
