import { drillResults } from '../../../policies/drills/drill-results';
import { drillRecord, drillRun } from './drill-records';

const scenario = 'database-site-loss';

it('has the figures of the last drill, and when one passed last', () => {
  const failed = drillRecord({ finishedAt: '2026-11-21T00:00:00.000Z', runs: [drillRun('on')] });
  const older = drillRecord({ finishedAt: '2026-11-01T00:00:00.000Z' });
  expect(drillResults([older, failed, drillRecord()], scenario)).toEqual({
    finishedAt: '2026-11-21T00:00:00.000Z',
    passedAt: '2026-11-20T10:01:00.000Z',
    rpoSeconds: 0.5,
    rtoSeconds: 12,
  });
});

it('shows the worst run with the mechanism, and no figure where one run has none', () => {
  const slower = { ...drillRun('on').measured, rtoSeconds: 40 };
  const lost = { acknowledged: 1, survived: 0, lost: 1, duplicated: 0, rtoSeconds: 3 };
  const of = (measured: typeof slower | typeof lost) =>
    drillResults([drillRecord({ runs: [drillRun('on'), drillRun('on', { measured }), drillRun('off')] })], scenario);
  expect(of(slower)).toMatchObject({ rpoSeconds: 0.5, rtoSeconds: 40 });
  expect(of(lost)).not.toHaveProperty('rpoSeconds');
});

it('knows of a drill that never passed that it was made, and of no drill nothing', () => {
  const never = drillResults([drillRecord({ runs: [drillRun('on')] })], scenario);
  expect([never?.finishedAt, never?.passedAt]).toEqual(['2026-11-20T10:01:00.000Z', undefined]);
  expect(drillResults([drillRecord()], 'cluster-loss')).toBeUndefined();
});
