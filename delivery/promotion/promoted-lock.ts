import type { ImageDigests } from '../../constructs/contracts';
import { type Finding, InputError } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import type { Definitions } from '../../policies/custom-resources';
import { droppedVersions, type RecordedOperators, recordOperators } from '../../policies/operator-upgrades';
import { operatorDefinitions } from '../../services/operator-definitions';
import { type EnvironmentLock, ownersOf } from '../environment-lock';
import { isOwnEvidence } from '../release-lock/own-evidence';
import { type ReleaseRecord, releaseId } from '../release-lock/release-record';
import type { PromotionRecord } from './promotion-record';

/** What a lock says of custom resources, as definitions: what is stored and served by nobody is only listed. */
const definitionsIn = (operators: RecordedOperators): Definitions =>
  Object.fromEntries(
    Object.entries(operators).map(([owner, { chart, kinds }]) => [
      owner,
      {
        chart,
        releases: [],
        kinds: Object.fromEntries(
          Object.entries(kinds).map(([kind, { served, stored }]) => [
            kind,
            {
              served,
              unserved: stored.filter((version) => !served.includes(version)),
              stored: stored.at(-1) ?? served.at(-1) ?? '',
            },
          ]),
        ),
      },
    ]),
  );

const definitionsOf = (source: EnvironmentLock): Definitions => ({
  ...operatorDefinitions,
  ...definitionsIn(source.operators),
});

/**
 * Versions of custom resources that the target holds and the release takes away: by what its lock says, and by the operators that
 * would be rendered.
 */
export function droppedByRelease(
  environment: Environment,
  target: EnvironmentLock | undefined,
  source: EnvironmentLock,
  file: string,
): Finding[] {
  const found = [definitionsOf(source), operatorDefinitions].flatMap((definitions) =>
    droppedVersions(environment.name, target?.operators ?? {}, ownersOf(environment), definitions),
  );
  const byVersion = new Map(found.map((finding) => [`${finding.place} ${finding.value}`, { ...finding, file }]));
  return [...byVersion.values()];
}

/** What speaks for a release where it comes from, and what speaks for it here. */
const evidenceOf = (source: ReleaseRecord, target: ReleaseRecord | undefined): ReleaseRecord['evidence'] => [
  ...source.evidence.filter((one) => !isOwnEvidence(one)),
  ...(target?.evidence.filter(isOwnEvidence) ?? []),
];

/** The release as the target has it: the same components, so the same name; what is found in the target stays its own. */
const takenOver = (source: ReleaseRecord, target: ReleaseRecord | undefined): ReleaseRecord => ({
  ...source,
  own: target?.own ?? {},
  sites: target?.sites ?? {},
  evidence: evidenceOf(source, target),
});

/** A release that is under way, with what its source found of it since; another release there says nothing of this one. */
export const withFreshEvidence = (target: ReleaseRecord, source: ReleaseRecord): ReleaseRecord =>
  source.id === target.id ? { ...target, evidence: evidenceOf(source, target) } : target;

/** The release of the target with some images of another one: no other environment has it, so neither has its name. */
function withImages(target: ReleaseRecord, images: ImageDigests): ReleaseRecord {
  const components = { ...target.components, images: { ...target.components.images, ...images } };
  return { ...target, components, id: releaseId(components) };
}

/** What sites run until their wave comes. */
const runsBefore = (target: EnvironmentLock | undefined): PromotionRecord['before'] => ({
  images: { ...target?.images },
  ...(target?.release
    ? { release: { id: target.release.id, components: target.release.components, own: target.release.own } }
    : {}),
});

interface Promoted {
  readonly environment: Environment;
  readonly source: EnvironmentLock & { readonly release: ReleaseRecord };
  readonly target: EnvironmentLock | undefined;
  /** Images that are taken. Default: the whole release is. */
  readonly partial?: ImageDigests;
  readonly record: Omit<PromotionRecord, 'release' | 'before'>;
}

/**
 * The lock of the target once it has the release. Images that only the target runs stay as they are.
 * @throws InputError PROMOTION_NOTHING for a part of a release where the target has none
 */
export function promotedLock({
  environment,
  source,
  target,
  partial,
  record,
}: Promoted): EnvironmentLock & { readonly release: ReleaseRecord; readonly promotion: PromotionRecord } {
  if (partial && !target?.release) {
    throw new InputError([
      {
        code: 'PROMOTION_NOTHING',
        file: `environments/${environment.name}.lock.json`,
        place: 'release',
        message: 'the environment has no release yet that a part of another one could go into',
        fix: `promote a whole release first: \`evenkeel promote ${source.environment} ${environment.name}\``,
      },
    ]);
  }
  const release =
    partial && target?.release ? withImages(target.release, partial) : takenOver(source.release, target?.release);
  const operators = recordOperators(
    ownersOf(environment),
    target?.operators ?? {},
    partial ? operatorDefinitions : definitionsOf(source),
  );
  const isOpenAfter = record.done < record.waves.length;
  return {
    schema: source.schema,
    environment: environment.name,
    images: { ...target?.images, ...(partial ?? source.images) },
    operators: structuredClone(operators) as EnvironmentLock['operators'],
    release,
    promotion: {
      ...record,
      release: release.id,
      ...(isOpenAfter ? { before: runsBefore(target) } : {}),
    },
  };
}

/** The same promotion once one more wave has the release. */
export function withNextWave(promotion: PromotionRecord, at: string): PromotionRecord {
  const { before, ...rest } = promotion;
  const done = promotion.done + 1;
  return { ...rest, at, done, ...(done < promotion.waves.length && before ? { before } : {}) };
}
