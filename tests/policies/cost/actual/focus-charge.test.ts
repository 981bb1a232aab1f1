import { chargeOf } from '../../../../policies/cost/actual/focus-charge';
import { moneyOf } from '../../../../policies/cost/actual/money';

const row = {
  BilledCost: '0',
  EffectiveCost: '1.25',
  BillingCurrency: 'USD',
  ChargePeriodStart: '2026-10-01T00:00:00Z',
  ChargePeriodEnd: '2026-10-02T00:00:00Z',
  ChargeCategory: 'Usage',
  ProviderName: 'AWS',
  ServiceName: 'Amazon Elastic Compute Cloud',
  Tags: '{"site":"prod-aws-eu-west-1","service":"tracking"}',
};

it('reads a line of FOCUS', () => {
  expect(chargeOf(row, 'effective')).toEqual({
    cost: moneyOf('1.25'),
    day: '2026-10-01',
    until: '2026-10-02',
    category: 'Usage',
    provider: 'AWS',
    product: 'Amazon Elastic Compute Cloud',
    tags: { site: 'prod-aws-eu-west-1', service: 'tracking' },
  });
  expect(chargeOf(row, 'billed')).toMatchObject({ cost: 0n });
});

it.each([
  ['an object, as AWS does', '{"user:Site":"a"}'],
  ['an object without braces, as Azure did', '"Site": "a"'],
  ['a list, as BigQuery does', '[{"key":"site","value":"a"}]'],
])('reads tags that are %s', (_, Tags) => {
  expect(chargeOf({ ...row, Tags }, 'effective')).toMatchObject({ tags: { site: 'a' } });
});

it.each(['', 'null', '{}', '[]'])('reads that there are no tags: "%s"', (Tags) => {
  expect(chargeOf({ ...row, Tags }, 'effective')).toMatchObject({ tags: {} });
});

it.each([
  ['2026-10-01 00:00:00 UTC', '2026-10-01'],
  ['2026-10-01', '2026-10-01'],
  ['2026-10-31T23:00:00.000Z', '2026-10-31'],
])('reads the moment %s', (ChargePeriodStart, day) => {
  expect(chargeOf({ ...row, ChargePeriodStart, ChargePeriodEnd: '' }, 'effective')).toMatchObject({ day });
});

it('says all that is wrong with a line, by its column', () => {
  const wrong = {
    ...row,
    EffectiveCost: 'n/a',
    BillingCurrency: 'EUR',
    ChargePeriodStart: '10/01/2026',
    Tags: '{site',
  };
  expect(chargeOf(wrong, 'effective')).toMatchObject([
    { column: 'EffectiveCost', value: 'n/a' },
    { column: 'BillingCurrency', value: 'EUR' },
    { column: 'ChargePeriodStart', value: '10/01/2026' },
    { column: 'Tags', value: '{site' },
  ]);
});

it('refuses a day that is not in the calendar', () => {
  expect(chargeOf({ ...row, ChargePeriodStart: '2026-02-30' }, 'effective')).toMatchObject([
    { column: 'ChargePeriodStart' },
  ]);
});
