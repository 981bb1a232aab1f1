import { copySchedule } from '../../../charts/bucket-copies/bucket-copy-chart';
import { bucketSync } from '../../../constructs/contracts';
import type { CopyPlace } from '../../../environments/model';

const place = (cloud: CopyPlace['cloud'], region: string): CopyPlace => ({
  name: `test-${cloud}-${region}`,
  cloud,
  region,
  account: 'account',
});
const aws = place('aws', 'eu-west-1');
const google = place('google', 'europe-west1');
const azure = place('azure', 'westeurope');

const artifacts = { service: 'tracking', namespace: 'tracking', name: 'artifacts', need: {} };

it('is made at its interval, at a minute of its own', () => {
  expect(copySchedule({ name: 'copy-tracking-artifacts', intervalMinutes: 15 })).toMatch(
    /^\d+,\d+,\d+,\d+ \* \* \* \*$/,
  );
  expect(copySchedule({ name: 'copy-tracking-artifacts', intervalMinutes: 360 })).toMatch(/^\d+ \*\/6 \* \* \*$/);
  expect(() => copySchedule({ name: 'copy-tracking-artifacts', intervalMinutes: 17 })).toThrow(RangeError);
});

it('jobs do not all begin at once', () => {
  const at = (name: string): string => copySchedule({ name, intervalMinutes: 60 });
  expect(new Set(['copy-a-b', 'copy-c-d', 'copy-e-f', 'copy-g-h'].map(at)).size).toBeGreaterThan(2);
});

it('is pulled by the standby, unless the buckets of the source answer inside only', () => {
  expect(bucketSync(artifacts, { from: aws, to: azure })).toMatchObject({
    name: 'tracking-artifacts-copy-eu-west-1',
    runner: azure,
    other: aws,
    rights: 'read',
  });
  expect(bucketSync(artifacts, { from: azure, to: aws })).toMatchObject({ runner: azure, other: aws, rights: 'write' });
});

it('gives what is sent to several places a job for each, within the length of names', () => {
  const names = [aws, google].map((to) => bucketSync(artifacts, { from: azure, to }).name);
  expect(new Set(names).size).toBe(2);
  const long = { ...artifacts, service: 'databases-postgres-of-the-decisions', name: 'dumps-of-everything' };
  const [first, second] = [aws, google].map((to) => bucketSync(long, { from: azure, to }).name);
  expect([first?.length, second?.length]).toEqual([52, 52]);
  expect(first).not.toBe(second);
});

it('knows a bucket whose objects nobody replaces', () => {
  const locked = { ...artifacts, need: { lock: { days: 30, mode: 'compliance' as const } } };
  expect(bucketSync(locked, { from: aws, to: google }).locked).toBe(true);
  expect(bucketSync(artifacts, { from: aws, to: google }).locked).toBe(false);
});
