import fc from 'fast-check';
import { siteShares } from '../../../environments/model/budgets';

const names = ['test-aws-eu-west-1', 'test-google-europe-west1', 'test-azure-westeurope'] as const;
const [aws, google, azure] = names;

it('shares what is not stated alike, and keeps what is', () => {
  expect(siteShares({ monthlyUsd: 30_000, sites: {} }, names)).toEqual({
    [aws]: 10_000,
    [google]: 10_000,
    [azure]: 10_000,
  });
  expect(siteShares({ monthlyUsd: 30_000, sites: { [aws]: 20_000 } }, names)).toEqual({
    [aws]: 20_000,
    [google]: 5_000,
    [azure]: 5_000,
  });
});

it('shares what customers may cost where that is less', () => {
  const sums = { monthlyUsd: 30_000, perCustomerUsd: 2, sites: {} };
  expect(siteShares(sums, [aws], 5_000)).toEqual({ [aws]: 10_000 });
  expect(siteShares(sums, [aws], 50_000)).toEqual({ [aws]: 30_000 });
  expect(siteShares(sums, [aws])).toEqual({ [aws]: 30_000 });
});

it('never hands out more than the whole while any site is without a sum of its own', () => {
  const sum = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(sum, fc.dictionary(fc.constantFrom(aws, google), sum), (monthlyUsd, sites) => {
      const shares = siteShares({ monthlyUsd, sites }, names);
      expect(Object.values(shares).reduce((all, share) => all + share, 0)).toBeCloseTo(monthlyUsd, 4);
    }),
  );
});
