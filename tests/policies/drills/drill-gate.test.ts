import { drillGate, drillStandings } from '../../../policies/drills/drill-gate';
import { drillRecord, drillRun } from './drill-records';

const schedule = [{ scenario: 'database-site-loss' as const, everyDays: 30 }];
const now = new Date('2026-11-22T00:00:00Z');
const failed = (finishedAt: string) => drillRecord({ finishedAt, runs: [drillRun('on')] });

it('lets a release pass where every drill is fresh and passed, and where none is asked for', () => {
  expect(drillGate('prod', schedule, [drillRecord()], now)).toEqual([]);
  expect(drillGate('prod', [], [], now)).toEqual([]);
});

it('holds it where a drill was never run, for this environment', () => {
  expect(drillGate('prod', schedule, [drillRecord({ environment: 'dev' })], now)).toMatchObject([
    {
      code: 'DRILL_MISSED',
      file: 'environments/prod.ts',
      place: 'recovery.drills[0]',
      fix: 'run `evenkeel drill prod --scenario database-site-loss`',
    },
  ]);
});

it('holds it from the day on which the last one is too old', () => {
  const last = drillRecord({ finishedAt: '2026-10-23T00:00:00.000Z' });
  expect(drillGate('prod', schedule, [last], now)).toEqual([]);
  const [finding] = drillGate('prod', schedule, [last], new Date('2026-11-22T00:00:01Z'));
  expect(finding).toMatchObject({ code: 'DRILL_MISSED', message: expect.stringContaining('2026-10-23') });
});

it('the last drill counts: a failed one holds the release until a later one passes', () => {
  const later = drillRecord({ finishedAt: '2026-11-21T00:00:00.000Z' });
  expect(drillGate('prod', schedule, [drillRecord(), failed('2026-11-20T12:00:00.000Z')], now)).toMatchObject([
    { code: 'DRILL_FAILED', message: expect.stringContaining('no negative control') },
  ]);
  expect(drillGate('prod', schedule, [failed('2026-11-20T12:00:00.000Z'), later], now)).toEqual([]);
});

it('a record from the future does not count', () => {
  expect(drillGate('prod', schedule, [drillRecord({ finishedAt: '2027-11-21T00:00:00.000Z' })], now)).toMatchObject([
    { code: 'DRILL_MISSED' },
  ]);
});

it('says until when each counts', () => {
  expect(drillStandings(schedule, [drillRecord()], now)).toMatchObject([
    { scenario: 'database-site-loss', status: 'fresh', dueAt: '2026-12-20T10:01:00.000Z' },
  ]);
});
