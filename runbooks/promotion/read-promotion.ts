import { join } from 'node:path';
import { type EnvironmentLock, parseLock } from '../../delivery/environment-lock';
import type { PromotionStep } from '../../delivery/promotion/gate';
import { refuseOpen } from '../../delivery/promotion/open-promotion';
import { orderFindings } from '../../delivery/promotion/order';
import type { EnvironmentFacts } from '../../delivery/promotion/promotion-facts';
import { promotionSteps } from '../../delivery/promotion/promotion-steps';
import type { ReleaseRecord } from '../../delivery/release-lock/release-record';
import { InputError } from '../../environments/model';
import { environmentsFolder } from '../../environments/model/environment-files';
import { loadEnvironment, shownPath } from '../../environments/model/load-environment';
import type { Environment } from '../../environments/model/resolve-environment';
import { environmentFileOf } from './checked-words';
import type { GitRepository } from './git-repository';
import { lockFileOf } from './lock-file';

export interface PromoteOptions {
  /** Folder of the repository that holds `environments/`. */
  readonly root: string;
  /** Folder of the rendered trees, relative to it. */
  readonly out: string;
  readonly source: string;
  readonly target: string;
  readonly now: Date;
  /** Reads how an environment is, so many hours back; `undefined`: nobody was named who knows. */
  readonly health: (environment: string, hours: number) => Promise<EnvironmentFacts | undefined>;
  /** Whom the pipeline says that they agreed. */
  readonly approvedBy: readonly string[];
  /** Default: whoever Git commits as. */
  readonly askedBy?: string;
  /** Why some gates are passed. */
  readonly hotfixReason?: string;
  /** Default: the whole release. */
  readonly only: readonly string[];
  /** Bring the next wave of the promotion that is under way. */
  readonly goOn: boolean;
  /** Default: the branch that is checked out. */
  readonly branch?: string;
  /** Look only. */
  readonly planOnly: boolean;
  /** Told what is done, for progress. */
  readonly tell?: (text: string) => void;
}

type LockWithRelease = EnvironmentLock & { readonly release: ReleaseRecord };

/** What is asked for, and what the repository says of it, read once. */
export interface ReadPromotion {
  readonly repository: GitRepository;
  readonly head: string;
  readonly options: PromoteOptions;
  readonly targetFile: string;
  readonly environment: Environment;
  readonly sourceRules: PromotionStep;
  readonly steps: readonly PromotionStep[];
  readonly source: LockWithRelease;
  readonly target: EnvironmentLock | undefined;
  readonly askedBy: string;
}

async function lockAt(repository: GitRepository, commit: string, name: string): Promise<EnvironmentLock | undefined> {
  const text = await repository.fileAt(commit, lockFileOf(name));
  return text === undefined ? undefined : parseLock(text, lockFileOf(name));
}

function withRelease(lock: EnvironmentLock | undefined, name: string): LockWithRelease {
  if (lock?.release) return { ...lock, release: lock.release };
  throw new InputError([
    {
      code: 'PROMOTION_RELEASE',
      file: lockFileOf(name),
      place: 'release',
      message: 'the environment has no release that could be promoted',
      fix: `record it, and commit the lock: \`evenkeel lock ${name} --images --release\``,
    },
  ]);
}

/**
 * Reads what is to be promoted, and whether it may begin at all.
 * @throws InputError PROMOTION_INPUT, UNKNOWN_ENVIRONMENT, PROMOTION_OPEN, PROMOTION_RELEASE, PROMOTION_SKIPS, or as a lock is refused
 */
export async function readPromotion(repository: GitRepository, options: PromoteOptions): Promise<ReadPromotion> {
  const { root, source, target } = options;
  environmentFileOf(root, source, '<source>');
  const targetFile = environmentFileOf(root, target, '<target>');
  const head = await repository.head();
  const steps = await promotionSteps(join(root, environmentsFolder));
  const { environment } = await loadEnvironment(targetFile);
  const sourceLock = await lockAt(repository, head, source);
  const targetLock = await lockAt(repository, head, target);
  if (!options.goOn) {
    refuseOpen(targetLock?.promotion, target, lockFileOf(target));
    refuseOpen(sourceLock?.promotion, source, lockFileOf(source));
    const promotedFrom = environment.config.release?.promotedFrom;
    const found = orderFindings(
      source,
      { name: target, ...(promotedFrom === undefined ? {} : { promotedFrom }) },
      steps,
      shownPath(targetFile),
    );
    if (found.length > 0 && options.hotfixReason === undefined) throw new InputError(found);
  }
  return {
    repository,
    head,
    options,
    targetFile,
    environment,
    steps,
    sourceRules: steps.find(({ name }) => name === source) ?? { name: source },
    source: withRelease(sourceLock, source),
    target: targetLock,
    askedBy: (options.askedBy ?? (await repository.author())).toLowerCase(),
  };
}
