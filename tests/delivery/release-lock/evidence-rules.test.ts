import { type AskedEvidence, evidenceFindings, staleEvidence } from '../../../delivery/release-lock/evidence-rules';
import type { ReleaseEvidence } from '../../../delivery/release-lock/release-record';

const drill = (name: string, at: string, ok = true): ReleaseEvidence => ({
  kind: 'drill',
  name,
  at,
  sha256: 'd'.repeat(64),
  says: 'RTO 71 s',
  ok,
});

const asked = (...evidence: ReleaseEvidence[]): AskedEvidence => ({
  file: 'environments/prod.lock.json',
  environment: 'prod',
  rules: [{ kind: 'drill', maxAgeDays: 30 }],
  evidence,
});

const fresh = drill('region-loss', '2026-11-01T23:00:00.000Z');

it('is silent where everything is there and young', () => {
  expect(evidenceFindings(asked(fresh))).toEqual([]);
  expect(staleEvidence(asked(fresh), '2026-12-01')).toEqual([]);
});

it('finds what is not there, and what speaks against the release', () => {
  expect(evidenceFindings(asked({ ...fresh, kind: 'scan' }))).toMatchObject([
    { code: 'EVIDENCE_MISSING', value: 'drill' },
  ]);
  expect(evidenceFindings(asked(fresh, drill('restore', fresh.at, false)))).toMatchObject([
    { code: 'EVIDENCE_FAILED', value: 'restore' },
  ]);
});

it.each(['2026-12-02', '2027-06-01'])('finds on %s what was young enough before', (on) =>
  expect(staleEvidence(asked(fresh), on)).toMatchObject([{ code: 'EVIDENCE_STALE', value: 'region-loss' }]),
);

it('finds what is dated after the day that it is held to', () =>
  expect(staleEvidence(asked(fresh), '2026-10-31')).toMatchObject([{ code: 'EVIDENCE_STALE' }]));

it('looks at the newest of one name, and at every name', () => {
  const old = (name: string) => drill(name, '2026-01-01T00:00:00.000Z');
  expect(staleEvidence(asked(fresh, old('region-loss')), '2026-11-22')).toEqual([]);
  expect(staleEvidence(asked(fresh, old('restore')), '2026-11-22')).toMatchObject([{ value: 'restore' }]);
});

it('takes evidence of any age where none is stated', () =>
  expect(staleEvidence({ ...asked(fresh), rules: [{ kind: 'drill' }] }, '2036-01-01')).toEqual([]));
