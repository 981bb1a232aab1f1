import { databaseNeed, databases } from '../../services';

const parse = (config: object) => databases.config.parse(config);
const needs = (config: object) => databases.needs(parse(config), new Set());
const complaints = (config: object) => databases.complaints?.(parse(config), new Set()) ?? [];

describe('databases', () => {
  it('asks for nothing by default', () => {
    expect(needs({})).toEqual({});
  });

  it('turns every database into a need of its own', () => {
    expect(
      needs({
        postgres: { 'shop-orders': { size: 'standard', storageGiB: 200, vector: true, usedFrom: ['shop'] } },
        documents: { catalogue: { highlyAvailable: false } },
        caches: { session: {} },
        buckets: { images: { tiers: { coldAfterDays: 90 } } },
      }),
    ).toEqual({
      postgresShopOrders: {
        kind: 'postgres',
        database: 'shop_orders',
        size: 'standard',
        storageGiB: 200,
        storageClass: 'standard',
        majorVersion: 17,
        backupRetentionDays: 14,
        highlyAvailable: true,
        capture: false,
        extensions: ['vector'],
      },
      documentsCatalogue: {
        kind: 'documents',
        database: 'catalogue',
        size: 'small',
        storageGiB: 20,
        storageClass: 'standard',
        backupRetentionDays: 14,
        highlyAvailable: false,
        capture: false,
      },
      cachesSession: {
        kind: 'cache',
        memoryGiB: 1,
        highlyAvailable: true,
        eviction: 'allkeys-lru',
        persistent: false,
      },
      bucketsImages: { kind: 'bucket', versionRetentionDays: 30, tiers: { coldAfterDays: 90 } },
      identity: { kind: 'identity', serviceAccount: 'databases', grants: 'needs' },
    });
  });

  it('names a need after its kind and its database', () => {
    expect(databaseNeed('postgres', 'shop-orders-2')).toBe('postgresShopOrders2');
  });

  it.each([
    ['postgres', 'template1'],
    ['documents', 'admin'],
  ])('complains of a %s called %s, which the server keeps for itself', (kind, name) => {
    expect(complaints({ [kind]: { [name]: {} } })).toEqual([
      expect.objectContaining({ code: 'SERVICE_CONFLICT', path: `${kind}.${name}`, value: name }),
    ]);
  });

  it('keeps the name of the user that follows changes free', () => {
    const found = complaints({ postgres: { orders: { capture: true }, 'orders-capture': {} } });
    expect(found).toEqual([expect.objectContaining({ code: 'SERVICE_CONFLICT', path: 'postgres.orders-capture' })]);
    expect(complaints({ postgres: { orders: {}, 'orders-capture': {} } })).toEqual([]);
  });

  it('promises no more than its weakest database keeps', () => {
    const weak = parse({ postgres: { orders: {} }, documents: { catalogue: { highlyAvailable: false } } });
    expect(databases.objectives(weak)).toEqual({ availabilityPercent: 99 });
    expect(databases.best(weak)).toEqual({ availabilityPercent: 99.5 });
    expect(databases.best(parse({ postgres: { orders: {} } }))).toEqual({ availabilityPercent: 99.95 });
  });

  it.each([
    ['a name with capitals', { postgres: { Orders: {} } }],
    ['a name too long for its objects', { postgres: { 'a-name-of-twenty-one-x': {} } }],
    ['backups of a day', { documents: { catalogue: { backupRetentionDays: 1 } } }],
    ['a namespace with a dot', { caches: { session: { usedFrom: ['shop.prod'] } } }],
  ])('refuses %s', (_, config) => {
    expect(databases.config.safeParse(config).success).toBe(false);
  });
});
