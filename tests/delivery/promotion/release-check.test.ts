import { releaseFindings } from '../../../delivery/promotion/release-check';
import {
  type ReleaseComponents,
  type ReleaseEvidence,
  type ReleaseRecord,
  releaseId,
} from '../../../delivery/release-lock/release-record';
import { type ReleaseRules, releaseSchema } from '../../../environments/schema/release-schema';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image = 'docker.io/library/postgres:17';

const components: ReleaseComponents = {
  evenkeel: '1.0.0',
  environmentSchema: 'e'.repeat(64),
  kubernetes: '1.35',
  images: { [image]: digest('a') },
  charts: {},
  operators: {},
  providers: {},
  models: {},
  featureViews: {},
};
const recordOf = (of: ReleaseComponents): ReleaseRecord => ({
  id: releaseId(of),
  components: of,
  own: {},
  sites: {},
  signatures: [],
  evidence: [],
});
const evidenceOf = (kind: ReleaseEvidence['kind'], at: string, ok = true): ReleaseEvidence => ({
  kind,
  name: kind,
  at,
  sha256: '0'.repeat(64),
  says: 'what it says',
  ok,
});

const found = (
  evidence: readonly ReleaseEvidence[] = [],
  rules: Partial<ReleaseRules> = {},
  release = recordOf(components),
  images: Record<string, string> = { [image]: digest('a') },
) =>
  releaseFindings({
    source: { environment: 'staging', file: 'staging.lock.json', lock: { images }, release },
    target: { environment: 'prod', file: 'prod.lock.json', rules: releaseSchema.parse(rules), evidence },
    now: new Date('2026-11-22T12:00:00Z'),
  }).map(({ code, file, place }) => `${code} ${file} ${place}`);

it('takes a release that is what its environment runs', () => expect(found()).toEqual([]));

it('refuses what goes by a name that somebody may move', () => {
  const models = { 'serving/churn': { from: 'registry', name: 'churn', version: null, alias: 'champion' } };
  expect(found([], {}, recordOf({ ...components, images: { [image]: null }, models }))).toEqual([
    `PROMOTION_RELEASE staging.lock.json release.components.images/${image}`,
    'PROMOTION_RELEASE staging.lock.json release.components.models/serving/churn',
  ]);
});

it('refuses a release beside which its environment runs another digest', () =>
  expect(found([], {}, undefined, { [image]: digest('b') })).toEqual([
    `PROMOTION_RELEASE staging.lock.json images.${image}`,
  ]));

describe('evidence is judged as the release lock judges it', () => {
  const proof = [{ kind: 'proof' as const, maxAgeDays: 7 }];
  it.each<[string, ReleaseEvidence[], string[]]>([
    ['missing', [], ['EVIDENCE_MISSING']],
    ['against it', [evidenceOf('proof', '2026-11-21T00:00:00Z', false)], ['EVIDENCE_FAILED']],
    ['old', [evidenceOf('proof', '2026-11-01T00:00:00Z')], ['EVIDENCE_STALE']],
    ['of tomorrow', [evidenceOf('proof', '2026-11-23T00:00:00Z')], ['EVIDENCE_STALE']],
    ['young', [evidenceOf('proof', '2026-11-21T00:00:00Z')], []],
  ])('%s', (_what, evidence, codes) =>
    expect(found(evidence, { evidence: proof })).toEqual(
      codes.map((code) => `${code} staging.lock.json release.evidence`),
    ),
  );

  it('and what speaks of one environment is asked of the target', () =>
    expect(found([], { evidence: [{ kind: 'drill' }] })).toEqual(['EVIDENCE_MISSING prod.lock.json release.evidence']));
});
