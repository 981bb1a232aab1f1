import { type Approval, addressIn, approvalsIn } from '../../delivery/promotion/approvals';
import { historyOf } from '../../delivery/promotion/history';
import type { PromotionRecord } from '../../delivery/promotion/promotion-record';
import { commitFormat, readCommit } from '../../delivery/promotion/trailers';
import { lockFileOf } from './lock-file';
import type { ReadPromotion } from './read-promotion';

/** Since when the source has its release, and by which commit. */
export async function sinceOf({
  repository,
  source,
}: ReadPromotion): Promise<{ readonly commit?: string; readonly at: string }> {
  const { id } = source.release;
  let since: { commit?: string; at: string } = { at: new Date(8.64e15).toISOString() };
  for (const entry of await repository.log(commitFormat, 'HEAD', [lockFileOf(source.environment)])) {
    const { commit, at } = readCommit(entry);
    const text = await repository.fileAt(commit, lockFileOf(source.environment));
    if (text === undefined || !hasRelease(text, id)) break;
    since = { commit, at };
  }
  const { promotion } = source;
  // Of a release that came in waves the last one counts.
  return promotion?.release === id && promotion.at > since.at ? { ...since, at: promotion.at } : since;
}

const hasRelease = (text: string, id: string): boolean => {
  try {
    return (JSON.parse(text) as { release?: { id?: unknown } }).release?.id === id;
  } catch {
    return false;
  }
};

/** The release that is on its way, or would be. */
export const releaseOnItsWay = ({ options, source, target }: ReadPromotion): string =>
  (options.goOn ? target?.promotion?.release : undefined) ?? source.release.id;

/** What became of the release in its source since the first wave. */
export async function sourceSince(
  read: ReadPromotion,
): Promise<{ readonly leftBehind?: true; readonly takenBack?: string }> {
  const { options, repository, source, target } = read;
  const promotion = options.goOn ? target?.promotion : undefined;
  if (!promotion || runsIn(source, promotion, target)) return {};
  const commits = await repository.log(commitFormat, 'HEAD', [lockFileOf(source.environment)]);
  const entries = historyOf(commits.map(readCommit), source.environment);
  const brought = entries.findIndex(({ kind, release }) => kind !== 'revert' && release === promotion.release);
  const back = entries.slice(0, Math.max(0, brought)).find(({ kind }) => kind === 'revert');
  return back ? { takenBack: back.reason ?? 'nobody says why' } : { leftBehind: true };
}

/** Of a release that was taken in part, the images that were taken count. */
function runsIn(
  source: ReadPromotion['source'],
  { release, partial, before }: PromotionRecord,
  target: ReadPromotion['target'],
): boolean {
  if (!partial) return source.release.id === release;
  const taken = Object.entries(target?.images ?? {}).filter(([name, digest]) => before?.images[name] !== digest);
  return taken.every(([name, digest]) => source.images[name] === digest);
}

/** Who agreed, in commits since the source has the release, by the pipeline, and when the first wave went. */
export async function approvalsOf(read: ReadPromotion, since: string | undefined): Promise<Approval[]> {
  const { repository, options, target } = read;
  const commits = since === undefined ? [] : await repository.log(commitFormat, `${since}..HEAD`);
  const said = commits.map(readCommit).map(({ commit, authorEmail, trailer }) => ({
    commit,
    authorEmail,
    approvedBy: trailer('Approved-by'),
    withdrawnBy: trailer('Withdrawn-by'),
    release: trailer('Release'),
  }));
  return [
    ...approvalsIn(said, releaseOnItsWay(read), options.goOn ? target?.promotion?.approvedBy : []),
    ...options.approvedBy.map((by): Approval => ({ by: addressIn(by), from: 'pipeline' })),
  ];
}
