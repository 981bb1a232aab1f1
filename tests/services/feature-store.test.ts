import { featureStore } from '../../services';
import { onlineStoreGiB } from '../../services/feature-store';

const parse = (config: unknown) => featureStore.config.parse(config);
const complaintsOf = (config: unknown) => featureStore.complaints?.(parse(config), new Set()) ?? [];

describe('featureStore', () => {
  it('needs nothing to be said', () => {
    expect(parse({})).toMatchObject({ replicas: 3, offlineStore: 'postgres', onlineStore: { memoryGiB: 4 } });
    expect(complaintsOf({})).toEqual([]);
  });

  it('needs a cache that never throws features away, and a history database only where it keeps the history there', () => {
    const { online, history } = featureStore.needs(parse({}), new Set());
    expect(online).toMatchObject({ kind: 'cache', memoryGiB: 4, eviction: 'noeviction', persistent: true });
    expect(history).toMatchObject({ kind: 'postgres', database: 'features' });
    expect(Object.keys(featureStore.needs(parse({ offlineStore: 'duckdb' }), new Set()))).not.toContain('history');
  });

  it("asks for the cloud's query engine only where it keeps the history there, and says what else may stand there", () => {
    const needs = featureStore.needs(parse({ offlineStore: 'warehouse', scanLimitGiB: 50 }), new Set());
    expect(Object.keys(needs)).not.toContain('history');
    expect(needs.warehouse).toEqual({
      kind: 'warehouse',
      scanLimitGiB: 50,
      versionRetentionDays: 14,
      choice: { path: 'offlineStore', others: ['postgres', 'duckdb'] },
    });
    expect(needs.warehouse?.choice.others.map((offlineStore) => parse({ offlineStore }).offlineStore)).toHaveLength(2);
    expect(Object.keys(featureStore.needs(parse({}), new Set()))).not.toContain('warehouse');
  });

  it('has a way in only with its web page', () => {
    expect(Object.keys(featureStore.needs(parse({ ui: false }), new Set()))).not.toContain('web');
    expect(featureStore.needs(parse({}), new Set()).web).toMatchObject({ kind: 'route', access: 'people' });
  });

  it('states what the features of a million entities take', () => {
    // 1,000,000 x (200 + 50 x 24) bytes
    expect(onlineStoreGiB(parse({}).onlineStore)).toBeCloseTo(1.3, 1);
  });

  it('refuses an online store that is too small for its features, with the arithmetic and the size it needs', () => {
    const onlineStore = { memoryGiB: 4, entities: 10_000_000, features: 50, bytesPerFeature: 12 };
    const [complaint] = complaintsOf({ onlineStore });
    expect(complaint).toMatchObject({ code: 'STORE_TOO_SMALL', path: 'onlineStore.memoryGiB', value: 4 });
    expect(complaint?.message).toContain('10000000 entities x (200 + 50 features x (12 + 12) bytes) = 13.0 GiB');
    expect(complaint?.allowed).toEqual(['at least 16.3']);
    expect(complaintsOf({ onlineStore: { ...onlineStore, memoryGiB: 16.3 } })).toEqual([]);
  });

  it('cannot be fresher than its materialisation', () => {
    const config = parse({ materializeEveryMinutes: 5 });
    expect(featureStore.objectives(config).freshnessMinutes).toBe(7);
    expect(featureStore.best(config).freshnessMinutes).toBe(7);
  });

  it('can be fresher where streams push', () => {
    expect(featureStore.best(parse({ pushes: ['clicks'] })).freshnessMinutes).toBe(1);
  });

  it('takes as many requests as its workers', () => {
    expect(featureStore.best(parse({ size: 'small', replicas: 2 })).throughputPerSecond).toBe(240);
    expect(featureStore.best(parse({ size: 'large', replicas: 6 })).throughputPerSecond).toBe(2880);
  });
});
