import { logRetentionDays } from '../../../constructs/aws/log-group';

describe('log retention', () => {
  it.each([
    [30, 30],
    [31, 60],
    [365, 365],
    [3653, 3653],
    [5000, 0],
  ])('keeps %i days for %i', (asked, kept) => {
    expect(logRetentionDays(asked)).toBe(kept);
  });
});
