import type { PromotionDifference } from '../../delivery/promotion/difference';
import type { JudgedGate } from '../../delivery/promotion/gate';
import type { PromotionRecord } from '../../delivery/promotion/promotion-record';
import { commitMessage } from '../../delivery/promotion/trailers';
import { type ComponentDifference, isOfModels } from '../../delivery/release-lock/component-paths';
import type { Finding } from '../../environments/model';

/** What a promotion is, and what came of it. Plain data. */
export interface PromotionReport {
  readonly source: string;
  readonly target: string;
  readonly release: string;
  readonly wave: { readonly number: number; readonly of: number; readonly sites: readonly string[] };
  /** Sites that do not have the release after this; where a gate holds, those of the wave as well. */
  readonly waiting: readonly string[];
  readonly gates: readonly JudgedGate[];
  /** What of the release is new to the target, by path; waves after the first bring nothing new to its lock. */
  readonly components: readonly ComponentDifference[];
  readonly difference: PromotionDifference;
  readonly partial: readonly string[];
  /** Held gates. */
  readonly findings: readonly Finding[];
  /** Default: nothing was written. */
  readonly commit?: string;
  readonly branch?: string;
}

/** What of a difference fits into a line. */
const counted = (difference: PromotionDifference): string => {
  const of = (change: string): number => difference.changes.filter((one) => one.change === change).length;
  return `${of('added')} added, ${of('changed')} changed, ${of('removed')} removed; ${difference.money.change.toFixed(2)} USD a month; ${difference.risks.length} risks`;
};

/** What the commit of a wave says, to people and to `evenkeel history`. */
export function messageOf(
  { source, target, release, wave, gates, components, difference }: PromotionReport,
  promotion: PromotionRecord,
): string {
  const { partial, hotfix, askedBy, approvedBy } = promotion;
  const part = partial ? ` in part` : '';
  const waves = wave.of > 1 ? `, wave ${wave.number} of ${wave.of}` : '';
  const waived = gates.filter(({ status }) => status === 'waived').map(({ id }) => id);
  return commitMessage(
    `Promote ${source} to ${target}${part}: ${release.slice(0, 12)}${waves}`,
    [
      `Sites: ${wave.sites.join(' ')}.`,
      `${counted(difference)}.`,
      ...components
        .filter(isOfModels)
        .map(({ path, before, after }) => `${path}: ${before ?? 'none'} -> ${after ?? 'none'}`),
      ...gates.map(({ id, status, why }) => `Gate ${id} is ${status}; ${why}`.replaceAll(/\p{C}/gu, ' ')),
    ],
    {
      Environment: target,
      Release: release,
      'Promoted-from': source,
      Wave: `${wave.number}/${wave.of}`,
      'Asked-by': askedBy,
      ...(approvedBy.length > 0 ? { 'Approved-by': approvedBy } : {}),
      ...(partial ? { Partial: partial } : {}),
      ...(hotfix ? { 'Hotfix-reason': hotfix.reason } : {}),
      ...(waived.length > 0 ? { Waived: waived } : {}),
    },
  );
}
