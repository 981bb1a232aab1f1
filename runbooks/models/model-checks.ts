import { type FeatureViews, featureBreaks, featuresTag } from '../../delivery/models/model-features';
import type { ModelHistory } from '../../delivery/models/model-history';
import { type ModelSignature, signatureBreaks } from '../../delivery/models/model-signature';
import { qualityBreaks } from '../../delivery/models/quality-gate';
import type { ModelRun, ModelVersion } from '../../delivery/models/registry';
import type { Finding } from '../../environments/model';
import type { MaintenanceFreeze } from '../../environments/model/maintenance';
import type { QualityBound } from '../../services/serving-models';

/** A version with all that is known of it. */
export interface KnownVersion {
  readonly version: ModelVersion;
  readonly digest: string;
  readonly signature?: ModelSignature;
  readonly run?: ModelRun;
}

/** Everything that a promotion is judged by. */
export interface ModelFacts {
  readonly environment: string;
  readonly file: string;
  readonly now: Date;
  readonly candidate: KnownVersion;
  /** What callers have; missing: nothing yet. */
  readonly champion?: KnownVersion;
  readonly history: ModelHistory;
  readonly quality: readonly QualityBound[];
  readonly freezes: readonly MaintenanceFreeze[];
  /** Of the feature store of the environment; missing: it has none. */
  readonly features?: FeatureViews;
  /** What Git says of the same version; missing: nothing. */
  readonly pinnedDigest?: string;
}

/** Findings that a person may answer for, by a reason that is kept. */
export const acceptable = [
  'MODEL_FEATURES',
  'MODEL_FROZEN',
  'MODEL_HISTORY',
  'MODEL_LINEAGE',
  'MODEL_QUALITY',
  'MODEL_SIGNATURE',
] as const;

/** Tags that say what the files are, where the model comes from, and what it learned from. */
export const digestTag = 'evenkeel.digest';
export const sourceTag = 'evenkeel.source';
export const trainingDataTag = 'evenkeel.training-data';

const answer = 'or answer for it: `--accept %s --because <reason>`, which is kept in the history';

/** What must hold of any version that callers are to have, also of one that they had before. */
export function fileFindings({ candidate, file, pinnedDigest }: ModelFacts): Finding[] {
  const { version, digest } = candidate;
  const place = `${version.name} ${version.version}`;
  const recorded = version.tags[digestTag];
  const finding = (message: string, value: string, fix: string): Finding => ({
    code: 'MODEL_DIGEST',
    file,
    place,
    message,
    value,
    fix,
  });
  return [
    ...(version.status === 'READY'
      ? []
      : [
          {
            code: 'MODEL_UNKNOWN' as const,
            file,
            place,
            message: 'the version is not ready: its files are not all there',
            value: version.status,
            allowed: ['READY'],
            fix: 'wait until it is registered, or register it anew',
          },
        ]),
    ...(recorded !== undefined && recorded !== digest
      ? [
          finding(
            `the files were ${recorded} when they were promoted`,
            digest,
            'find out who changed them; register a new version',
          ),
        ]
      : []),
    ...(recorded === undefined && version.tags[sourceTag] !== undefined
      ? [
          finding(
            'it was copied from another registry, and its digest is gone',
            digest,
            'copy it again: `evenkeel model copy`',
          ),
        ]
      : []),
    ...(pinnedDigest !== undefined && pinnedDigest !== digest
      ? [
          finding(
            `Git has ${pinnedDigest} for this version`,
            digest,
            'find out who changed the files; register a new version',
          ),
        ]
      : []),
  ];
}

/** Everything that keeps a version from its callers, all at once. */
export function promotionFindings(facts: ModelFacts): Finding[] {
  const { candidate, champion, file, environment, quality, freezes, features, history, now } = facts;
  const { version, signature, run } = candidate;
  const place = `${version.name} ${version.version}`;
  const each = (code: (typeof acceptable)[number], messages: readonly string[], fix: string): Finding[] =>
    messages.map((message) => ({ code, file, place, message, fix: `${fix}, ${answer.replace('%s', code)}` }));
  const day = now.toISOString().slice(0, 10);
  const frozen = freezes.find(({ from, until }) => from <= day && day < until);
  const tag = version.tags[featuresTag];
  return [
    ...fileFindings(facts),
    ...each(
      'MODEL_QUALITY',
      qualityBreaks(quality, run?.metrics ?? {}, champion && (champion.run?.metrics ?? {})),
      'train a better one, or log the metric in its run',
    ),
    ...each(
      'MODEL_SIGNATURE',
      signature
        ? champion?.signature
          ? signatureBreaks(champion.signature, signature)
          : []
        : ['the file MLmodel has no signature: nobody knows what it takes and gives'],
      'log it with the signature that callers use, or serve it under another name',
    ),
    ...each(
      'MODEL_FEATURES',
      tag === undefined
        ? []
        : features
          ? featureBreaks(tag, features, signature)
          : [`it reads ${tag}, and ${environment} has no feature store that was asked`],
      'apply the definitions of its features first',
    ),
    ...each(
      'MODEL_LINEAGE',
      version.tags[trainingDataTag] !== undefined || (run?.datasets.length ?? 0) > 0
        ? []
        : ['its run logged no data set, and it has no tag evenkeel.training-data'],
      'log the data set in the run (`mlflow.log_input`)',
    ),
    ...each(
      'MODEL_FROZEN',
      frozen ? [`${environment} is frozen from ${frozen.from} until ${frozen.until}: ${frozen.reason}`] : [],
      'wait until it is over',
    ),
    ...each('MODEL_HISTORY', history.breaks, 'compare it with the evidence of the platform'),
  ];
}
