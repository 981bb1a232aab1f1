import { assert, constantFrom, double, integer, property, record } from 'fast-check';
import type { Cloud } from '../../../../environments/facts';
import type { Assumed } from '../../../../policies/cost/assumptions';
import { estimate, type PricedOutput } from '../../../../policies/cost/estimate';
import { forecastOf } from '../../../../policies/cost/forecast/forecast';
import { book, priceIn, type Resources } from '../bill-of';

const regions: Readonly<Record<Cloud, object>> = {
  aws: { aws: [{ region: 'eu-west-1' }] },
  google: { google: [{ region: 'europe-west1' }] },
  azure: { azurerm: [{}] },
};

function forecast(cloud: Cloud, resource: Resources, months: number, assumed: Assumed = {}, budgetUsd?: number) {
  const output: PricedOutput = {
    stacks: [{ site: 'a-site', stack: 'all', json: { provider: regions[cloud], resource } }],
    objects: [],
  };
  return forecastOf(estimate(output, { book, assumed }), output, { months, assumed, budgetUsd });
}
const totals = (...what: Parameters<typeof forecast>) => forecast(...what).months.map(({ monthly }) => monthly);

const p = priceIn('aws');
const bucket = 100 * p('object-storage/standard') + 100 * p('object-storage/requests');
const versions = (days: number | undefined) => ({
  aws_s3_bucket: { it: {} },
  aws_s3_bucket_versioning: {
    it: { bucket: '${aws_s3_bucket.it.id}', versioning_configuration: { status: 'Enabled' } },
  },
  ...(days === undefined
    ? {}
    : {
        aws_s3_bucket_lifecycle_configuration: {
          it: {
            bucket: '${aws_s3_bucket.it.id}',
            rule: [{ status: 'Enabled', noncurrent_version_expiration: [{ noncurrent_days: days }] }],
          },
        },
      }),
});

it('begins with the bill of today', () => {
  const resource = { aws_s3_bucket: { it: {} }, aws_nat_gateway: { it: {} } };
  const output = { stacks: [{ site: 'a', stack: 'b', json: { provider: regions.aws, resource } }], objects: [] };
  const bill = estimate(output, { book });
  expect(forecastOf(bill, output, { months: 3 }).months[0]?.monthly).toBeCloseTo(bill.monthlyTotal, 9);
});

it('lets buckets grow by a share of what is in them', () => {
  expect(totals('aws', { aws_s3_bucket: { it: {} } }, 2)).toEqual([
    expect.closeTo(bucket, 9),
    expect.closeTo(bucket * 1.05, 9),
    expect.closeTo(bucket * 1.05 * 1.05, 9),
  ]);
});

it('keeps what is replaced until its versions end, and for ever where they do not', () => {
  const still = { bucketGrowthShare: 0, replacedShare: 0.2 };
  expect(totals('aws', versions(60), 4, still)).toEqual(
    [1, 1.2, 1.4, 1.4, 1.4].map((factor) => expect.closeTo(bucket * factor, 9)),
  );
  expect(totals('aws', versions(undefined), 4, still)[4]).toBeCloseTo(bucket * 1.8, 9);
});

it('keeps logs until they end', () => {
  const group = (retention_in_days?: number) => ({ aws_cloudwatch_log_group: { it: { retention_in_days } } });
  const [taken, stored] = [2 * p('logs/ingested'), 2 * p('logs/stored')];
  expect(totals('aws', group(90), 4)).toEqual(
    [1, 2, 3, 3, 3].map((months) => expect.closeTo(taken + months * stored, 9)),
  );
  expect(totals('aws', group(), 11)[11]).toBeCloseTo(taken + 12 * stored, 9);
});

it('takes logs to be at their full size where the bill has all of them', () => {
  const of = totals('google', { google_logging_project_bucket_config: { it: { retention_days: 90 } } }, 6);
  expect(of[6]).toBeCloseTo(of[0] ?? 0, 9);
});

it('lets backups grow with what is in databases, and their disks once they are full', () => {
  const database = { instance_class: 'db.m7g.large', allocated_storage: 100, backup_retention_period: 7 };
  const of = (months: number) =>
    forecast('aws', { aws_db_instance: { it: database } }, months, { databaseGrowthShare: 0.5 }).months[months];
  expect(of(1)?.growing).toMatchObject({
    'disks of databases': expect.closeTo(100 * p('database/gp3'), 9),
    backups: expect.closeTo(75 * p('database/backup'), 9),
  });
  // Half of it is full: 0.5 x 1.5 x 1.5 is more than there is.
  expect(of(2)?.growing['disks of databases']).toBeCloseTo(112.5 * p('database/gp3'), 9);
});

it('leaves what is bought by its size as it is', () => {
  const resource = { aws_nat_gateway: { it: {} }, aws_ebs_volume: { it: { size: 100, type: 'gp3' } } };
  const [first, last] = [0, 24].map((month) => totals('aws', resource, 24)[month]);
  expect(last).toBeCloseTo(first ?? 0, 9);
});

it('says in which month the budget is exceeded first', () => {
  const growing = { aws_s3_bucket: { it: {} } };
  const doubles = { bucketGrowthShare: 1 };
  expect(forecast('aws', growing, 6, doubles, bucket * 5)).toMatchObject({ exceededIn: 3, budgetUsd: bucket * 5 });
  expect(forecast('aws', growing, 2, doubles, bucket * 5).exceededIn).toBeNull();
  expect(forecast('aws', growing, 2, doubles, bucket / 2).exceededIn).toBe(0);
  expect(forecast('aws', growing, 6, doubles)).toMatchObject({ exceededIn: null, budgetUsd: null });
});

it('never shrinks, and is the sum of what grows and what stays', () => {
  const shares = record({
    bucketGrowthShare: double({ min: 0, max: 0.5, noNaN: true }),
    replacedShare: double({ min: 0, max: 1, noNaN: true }),
    databaseGrowthShare: double({ min: 0, max: 0.5, noNaN: true }),
    databaseUsedShare: double({ min: 0, max: 1, noNaN: true }),
  });
  assert(
    property(shares, constantFrom(7, 30, 365, undefined), integer({ min: 1, max: 36 }), (assumed, days, months) => {
      const resources = {
        ...versions(days),
        aws_db_instance: { it: { instance_class: 'db.m7g.large', allocated_storage: 100, backup_retention_period: 7 } },
        aws_cloudwatch_log_group: { it: { retention_in_days: days } },
        aws_nat_gateway: { it: {} },
      };
      const told = forecast('aws', resources, months, assumed).months;
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const staying = told.map(({ monthly, growing }) => monthly - sum(Object.values(growing)));
      return (
        told.length === months + 1 &&
        told.every(({ monthly }, month) => month === 0 || monthly >= (told[month - 1]?.monthly ?? 0) - 1e-9) &&
        staying.every((value) => Math.abs(value - (staying[0] ?? 0)) < 1e-6)
      );
    }),
  );
});
