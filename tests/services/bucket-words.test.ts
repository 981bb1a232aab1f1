import { databases, lakehouse, serving, tracking } from '../../services';

const asked = (words: object) =>
  (databases.complaints?.(databases.config.parse({ buckets: { files: words } }), new Set()) ?? []).map(
    ({ code, path, value, allowed }) => [code, path, value, allowed],
  );

it('takes tiers one after the other, and a lock that ends before objects do', () => {
  expect(
    asked({ tiers: { infrequentAfterDays: 30, coldAfterDays: 60 }, lock: { days: 30, mode: 'governance' } }),
  ).toEqual([]);
  expect(
    asked({ deleteAfterDays: 150, tiers: { coldAfterDays: 60 }, lock: { days: 150, mode: 'compliance' } }),
  ).toEqual([]);
});

it('refuses tiers in the wrong order, or left before they are paid for', () => {
  const conflict = (value: number) => [
    'SERVICE_CONFLICT',
    'buckets.files.tiers.coldAfterDays',
    value,
    ['at least 120'],
  ];
  expect(asked({ tiers: { infrequentAfterDays: 90, coldAfterDays: 60 } })).toEqual([conflict(60)]);
  expect(asked({ tiers: { infrequentAfterDays: 90, coldAfterDays: 119 } })).toEqual([conflict(119)]);
});

it('refuses to delete objects that are still paid for', () => {
  expect(asked({ deleteAfterDays: 100, tiers: { coldAfterDays: 60 } })).toEqual([
    ['SERVICE_CONFLICT', 'buckets.files.tiers.coldAfterDays', 60, ['at most 10']],
  ]);
  expect(asked({ deleteAfterDays: 80, tiers: { infrequentAfterDays: 60 } })).toEqual([
    ['SERVICE_CONFLICT', 'buckets.files.tiers.infrequentAfterDays', 60, ['at most 50']],
  ]);
});

it('refuses a lock that outlives the objects', () => {
  expect(asked({ deleteAfterDays: 30, lock: { days: 31, mode: 'governance' } })).toEqual([
    ['SERVICE_CONFLICT', 'buckets.files.lock.days', 31, ['1 to 30']],
  ]);
  const trail = serving.config.parse({ trail: { retentionDays: 90, lock: { days: 91, mode: 'compliance' } } });
  expect(serving.complaints?.(trail, new Set())).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ path: 'trail.lock.days', fix: expect.stringContaining('retentionDays') }),
    ]),
  );
});

it('refuses periods that no cloud has', () => {
  for (const words of [
    { tiers: { infrequentAfterDays: 29 } },
    { tiers: { coldAfterDays: 0 } },
    { lock: { days: 0, mode: 'governance' } },
    { lock: { days: 3651, mode: 'governance' } },
    { lock: { days: 1, mode: 'forever' } },
  ]) {
    expect(databases.config.safeParse({ buckets: { files: words } }).success).toBe(false);
  }
});

it('hands tiers on to artifacts and tables, and says where they conflict', () => {
  const tiers = { infrequentAfterDays: 60, coldAfterDays: 70 };
  expect(tracking.needs(tracking.config.parse({ tiers: { coldAfterDays: 90 } }), new Set()).artifacts).toMatchObject({
    tiers: { coldAfterDays: 90 },
  });
  for (const service of [tracking, lakehouse]) {
    expect(service.complaints?.(service.config.parse({ tiers }) as never, new Set())).toEqual([
      expect.objectContaining({ path: 'tiers.coldAfterDays' }),
    ]);
  }
});
