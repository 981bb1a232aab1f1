import type { Finding } from '../../environments/model';
import type { ReleaseRules } from '../../environments/schema/release-schema';
import type { EnvironmentLock } from '../environment-lock';
import { type AskedEvidence, evidenceFindings, staleEvidence } from '../release-lock/evidence-rules';
import { isOwnEvidence } from '../release-lock/own-evidence';
import type { ReleaseEvidence, ReleaseRecord } from '../release-lock/release-record';
import { unresolvedComponents } from '../release-lock/unresolved-components';

interface Named {
  readonly environment: string;
  /** Its lock, as people write it. */
  readonly file: string;
}

interface Held {
  readonly source: Named & { readonly lock: Pick<EnvironmentLock, 'images'>; readonly release: ReleaseRecord };
  readonly target: Named & {
    /** What it asks of releases. */
    readonly rules?: ReleaseRules;
    /** What would speak for the release there. */
    readonly evidence: readonly ReleaseEvidence[];
  };
  readonly now: Date;
}

/** Evidence as the release lock judges it. What speaks of one environment is brought there, everything else where it was recorded. */
function askedOf({ source, target }: Held): AskedEvidence[] {
  const { rules: { evidence: rules = [] } = {}, evidence } = target;
  return [
    { ...source, rules: rules.filter((rule) => !isOwnEvidence(rule)), evidence },
    { ...target, rules: rules.filter(isOwnEvidence), evidence },
  ];
}

/**
 * Whether a release may be taken over: the digests that its environment runs are its own, nothing in it goes by a name that may
 * be moved, and the evidence that the target asks for is there, passed and young enough. That the lock is what Evenkeel wrote is
 * said where it is read.
 */
export function releaseFindings(held: Held): Finding[] {
  const { source, now } = held;
  const { environment, file, lock, release } = source;
  const of = (place: string, message: string, fix: string, value?: unknown): Finding => ({
    code: 'PROMOTION_RELEASE',
    file,
    place,
    message,
    ...(value === undefined ? {} : { value }),
    fix,
  });
  const { components } = release;
  const other = Object.entries(components.images).filter(
    ([name, digest]) => digest !== null && lock.images[name] !== digest,
  );
  const day = now.toISOString().slice(0, 10);
  return [
    ...other.map(([name]) =>
      of(
        `images.${name}`,
        'the environment runs another digest than the release has',
        `run \`evenkeel lock ${environment} --release\`, and look at what differs`,
        lock.images[name],
      ),
    ),
    ...unresolvedComponents(components).map((path) =>
      of(
        `release.components.${path}`,
        'it goes by a name that somebody may move, so nobody could say what runs',
        `name versions of models in environments/${environment}.ts, and run \`evenkeel lock ${environment} --images --release\` where registries can be reached`,
      ),
    ),
    ...askedOf(held).flatMap((asked) => [...evidenceFindings(asked), ...staleEvidence(asked, day)]),
  ];
}
