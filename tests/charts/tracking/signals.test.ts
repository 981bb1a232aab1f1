import { measuredBound, trackingSignals } from '../../../charts/tracking/signals';
import { tracking } from '../../../services';

it.each([
  [500, 0.5],
  [499, 0.25],
  [2000, 1],
  [3, 0.005],
  [60_000, 10],
])('measures %d ms at a bound of the histogram that is no laxer', (milliseconds, seconds) => {
  expect(measuredBound(milliseconds)).toBe(seconds);
});

it('promises what was asked for', () => {
  const config = tracking.config.parse({});
  const levels = trackingSignals.levels(config, { availabilityPercent: 99.9, p95Ms: 500, p99Ms: 1000 });
  expect(levels.map(({ name, goodPercent }) => [name, goodPercent])).toEqual([
    ['availability', 99.9],
    ['latency_p95', 95],
    ['latency_p99', 99],
  ]);
  expect(levels[2]?.bad('5m')).toContain('le="1.0"');
});
