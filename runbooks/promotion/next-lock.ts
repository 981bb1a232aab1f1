import type { EnvironmentLock } from '../../delivery/environment-lock';
import type { Approval } from '../../delivery/promotion/approvals';
import { partialImages } from '../../delivery/promotion/partial-images';
import { promotedLock, withFreshEvidence, withNextWave } from '../../delivery/promotion/promoted-lock';
import { type Hotfix, isOpen, type PromotionRecord } from '../../delivery/promotion/promotion-record';
import { promotionWaves } from '../../delivery/promotion/waves';
import type { ReleaseRecord } from '../../delivery/release-lock/release-record';
import { InputError } from '../../environments/model';
import { kebabCase } from '../../environments/model/site-name';
import { lockFileOf } from './lock-file';
import type { ReadPromotion } from './read-promotion';

/** A lock on its way: what is rendered with it is not in it yet. */
export type NextLock = EnvironmentLock & { readonly release: ReleaseRecord; readonly promotion: PromotionRecord };

/**
 * Why gates are passed, and who answers for it.
 * @throws InputError PROMOTION_INPUT where nobody but who asks does
 */
export function hotfixOf(
  { options, target, askedBy }: ReadPromotion,
  approvals: readonly Approval[],
): Hotfix | undefined {
  if (options.goOn) return target?.promotion?.hotfix;
  if (options.hotfixReason === undefined) return undefined;
  const by = approvals.find((one) => one.from === 'pipeline' && one.by !== askedBy)?.by;
  if (by !== undefined) return { reason: options.hotfixReason, approvedBy: by };
  throw new InputError([
    {
      code: 'PROMOTION_INPUT',
      file: '',
      place: '--approved-by',
      message: 'a hotfix passes gates, and nobody but who asks answers for it',
      fix: 'name who agreed: --approved-by <address>',
    },
  ]);
}

/** Digests that the objects of a service name, in the tree of the source. */
async function digestsByService({
  repository,
  head,
  options,
  source,
}: ReadPromotion): Promise<(service: string) => Set<string>> {
  const tree = await repository.filesAt(head, `${options.out}/${source.environment}`);
  return (service) => {
    const folder = new RegExp(`^[^/]+/k8s/\\d+-${service}/`);
    const texts = [...tree].filter(([path]) => folder.test(path)).map(([, text]) => text);
    return new Set(texts.flatMap((text) => text.match(/sha256:[0-9a-f]{64}/g) ?? []));
  };
}

/**
 * The lock that a promotion, or its next wave, brings.
 * @throws InputError PROMOTION_NOTHING where no wave is left, PROMOTION_INPUT for a part of nothing
 */
export async function nextLock(
  read: ReadPromotion,
  approvals: readonly Approval[],
  hotfix: Hotfix | undefined,
): Promise<NextLock> {
  const { options, environment, source, target, askedBy } = read;
  const at = options.now.toISOString();
  if (options.goOn) {
    if (target?.release && isOpen(target.promotion)) {
      const release = withFreshEvidence(target.release, source.release);
      return { ...target, release, promotion: withNextWave(target.promotion, at) };
    }
    throw new InputError([
      {
        code: 'PROMOTION_NOTHING',
        file: lockFileOf(options.target),
        place: '--continue',
        message: 'no promotion of the environment is under way',
        fix: `begin one: \`evenkeel promote ${options.source} ${options.target}\``,
      },
    ]);
  }
  const partial =
    options.only.length === 0
      ? undefined
      : partialImages(
          options.only,
          source.images,
          await digestsByService(read),
          Object.keys(environment.config.services).map(kebabCase).sort(),
        );
  const record: Omit<PromotionRecord, 'release' | 'before'> = {
    from: options.source,
    askedBy,
    at,
    approvedBy: [...new Set(approvals.map(({ by }) => by))].filter((by) => by !== askedBy).sort(),
    ...(partial ? { partial: [...options.only] } : {}),
    ...(hotfix ? { hotfix } : {}),
    waves: promotionWaves(environment.sites, environment.config.promotion.waves).map((wave) => [...wave]),
    done: 1,
  };
  return promotedLock({ environment, source, target, ...(partial ? { partial } : {}), record });
}
