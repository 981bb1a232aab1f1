import type { DrillRecord, DrillRun } from '../../../policies/drills/drill-evidence';
import { drillReasons } from '../../../policies/drills/drill-evidence';

const at = '2026-11-20T10:00:00.000Z';

const good: DrillRun['measured'] = {
  acknowledged: 100,
  survived: 99,
  lost: 1,
  duplicated: 0,
  rpoSeconds: 0.5,
  rtoSeconds: 12,
};
const nothing: DrillRun['measured'] = { acknowledged: 100, survived: 0, lost: 100, duplicated: 0 };

export const drillRun = (mechanism: 'on' | 'off', change: Partial<DrillRun> = {}): DrillRun => ({
  mechanism,
  marker: `marker-of-the-run-${mechanism}`,
  events: [
    { at, kind: 'first-write', what: '0' },
    { at: '2026-11-20T10:00:05.000Z', kind: 'lost', what: 'begun' },
    { at: '2026-11-20T10:00:09.000Z', kind: 'step', what: 'promote <the copy>' },
    ...(mechanism === 'on' ? [{ at: '2026-11-20T10:00:17.000Z', kind: 'good-read' as const, what: '0' }] : []),
  ],
  measured: mechanism === 'on' ? good : nothing,
  checks: [],
  journalSha256: 'b'.repeat(64),
  ...change,
});

/** A record of a drill that passed, and what is changed of it; its verdict follows from its runs. */
export function drillRecord(change: Partial<DrillRecord> = {}): DrillRecord {
  const runs = change.runs ?? [drillRun('on'), drillRun('off')];
  const promised = change.promised ?? { rpoSeconds: 60, rtoSeconds: 600 };
  const reasons = drillReasons(runs, promised);
  return {
    schema: 1,
    environment: 'prod',
    releaseSha256: 'a'.repeat(64),
    scenario: 'database-site-loss',
    ground: 'test',
    from: 'prod-aws-eu-west-1',
    to: 'prod-google-europe-west4',
    promised,
    runs,
    verdict: reasons.length === 0 ? 'passed' : 'failed',
    reasons,
    startedAt: at,
    finishedAt: '2026-11-20T10:01:00.000Z',
    ...change,
  };
}
