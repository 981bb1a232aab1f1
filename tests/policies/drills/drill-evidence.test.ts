import { drillReasons, drillRecordSchema } from '../../../policies/drills/drill-evidence';
import { drillRecord, drillRun } from './drill-records';

const promised = { rpoSeconds: 60, rtoSeconds: 600 };

it('a record of a passed drill is one, and keeps no further words', () => {
  expect(drillRecordSchema.safeParse(drillRecord()).success).toBe(true);
  expect(drillRecordSchema.safeParse({ ...drillRecord(), note: 'fine' }).success).toBe(false);
});

it('passes only where the promise is kept with the mechanism and broken without it', () => {
  expect(drillReasons([drillRun('on'), drillRun('off')], promised)).toEqual([]);
});

it.each([
  ['a control that passes', [drillRun('on'), drillRun('off', { measured: drillRun('on').measured })], /control passed/],
  ['no control', [drillRun('on')], /no negative control/],
  ['a control alone', [drillRun('off')], /never tried/],
  ['an old marker', [drillRun('on', { marker: drillRun('off').marker }), drillRun('off')], /one marker/],
  ['a runbook that failed', [drillRun('on', { failure: 'no way' }), drillRun('off')], /no way/],
  [
    'a check that does not hold',
    [drillRun('on', { checks: [{ name: 'fenced', holds: false, saw: 'INSERT 0 1' }] }), drillRun('off')],
    /fenced: INSERT 0 1/,
  ],
  ['a broken promise', [drillRun('on', { measured: drillRun('off').measured }), drillRun('off')], /never read again/],
])('fails with %s', (_what, runs, reason) => {
  expect(drillReasons(runs, promised).join('; ')).toMatch(reason);
});
