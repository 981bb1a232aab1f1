/** What a commit of a promotion says, by the names of its trailers. */
export interface PromotionTrailers {
  readonly Environment: string;
  /** Full id. */
  readonly Release: string;
  readonly 'Promoted-from'?: string;
  /** `2/3`. */
  readonly Wave?: string;
  readonly 'Asked-by': string;
  readonly 'Approved-by'?: readonly string[];
  readonly Partial?: readonly string[];
  readonly 'Hotfix-reason'?: string;
  /** Gates that a hotfix passed. */
  readonly Waived?: readonly string[];
  /** Of a way back: the last commit of what is taken back. */
  readonly Reverts?: string;
  /** Of a way back: the commit whose lock and tree come back. */
  readonly Restores?: string;
  readonly Reason?: string;
}

/** A message in Git's form; values hold no line ends, which whoever reads them in has checked. */
export function commitMessage(subject: string, body: readonly string[], trailers: PromotionTrailers): string {
  const lines = Object.entries(trailers).flatMap(([name, value]: [string, string | readonly string[] | undefined]) =>
    (value === undefined ? [] : typeof value === 'string' ? [value] : value).map((one) => `${name}: ${one}`),
  );
  return `${[subject, ...(body.length > 0 ? [body.join('\n')] : []), lines.join('\n')].join('\n\n')}\n`;
}

/** Git's format of one commit: see `readCommit`. */
export const commitFormat = '%H%x1f%aN%x1f%aE%x1f%cI%x1f%P%x1f%s%x1f%(trailers:only,unfold)';

/** A commit with its trailers, as Git gives them. */
export interface ReadCommit {
  readonly commit: string;
  readonly author: string;
  readonly authorEmail: string;
  /** ISO 8601. */
  readonly at: string;
  readonly parents: readonly string[];
  readonly subject: string;
  /** Values of a trailer, in order; names are compared as Git does, without case. */
  readonly trailer: (name: string) => readonly string[];
}

/** One entry of `git log` in `commitFormat`. */
export function readCommit(entry: string): ReadCommit {
  const [commit = '', author = '', authorEmail = '', at = '', parents = '', subject = '', trailers = ''] = entry
    .trimStart()
    .split('\x1f');
  const pairs = trailers.split('\n').flatMap((line) => {
    const found = /^([\w-]+):\s*(.*)$/.exec(line);
    return found ? [[(found[1] ?? '').toLowerCase(), found[2] ?? ''] as const] : [];
  });
  return {
    commit,
    author,
    authorEmail,
    at: new Date(at).toISOString(),
    parents: parents.split(' ').filter((one) => one !== ''),
    subject,
    trailer: (name) => pairs.filter(([of]) => of === name.toLowerCase()).map(([, value]) => value),
  };
}
