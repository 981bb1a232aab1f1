import { vectorStore } from '../../services';
import { vectorsGiB } from '../../services/vector-store';

const parse = (config: unknown) => vectorStore.config.parse(config);
const complaintsOf = (config: unknown) => vectorStore.complaints?.(parse(config), new Set()) ?? [];
const needsOf = (config: unknown) => vectorStore.needs(parse(config), new Set());

describe('vectorStore', () => {
  it('needs nothing to be said', () => {
    expect(parse({})).toMatchObject({
      store: { engine: 'qdrant', nodes: 3, memoryGiB: 8, replicationFactor: 2 },
      vectors: 1_000_000,
    });
    expect(complaintsOf({})).toEqual([]);
  });

  it('needs keys, a bucket and an identity for Qdrant, and no database', () => {
    expect(needsOf({})).toMatchObject({
      apiKey: { kind: 'secret' },
      readOnlyKey: { kind: 'secret' },
      snapshots: { kind: 'bucket', versionRetentionDays: 7 },
      identity: { kind: 'identity', grants: 'needs' },
      key: { kind: 'key' },
    });
    expect(Object.keys(needsOf({}))).not.toContain('database');
  });

  it('needs a database that permits the extension for pgvector, and nothing of Qdrant', () => {
    const needs = needsOf({ store: { engine: 'pgvector' }, ownKey: false });
    expect(Object.keys(needs)).toEqual(['database']);
    expect(needs.database).toMatchObject({ kind: 'postgres', extensions: ['vector'], highlyAvailable: true });
  });

  it('refuses a setting of the other engine', () => {
    expect(vectorStore.config.safeParse({ store: { engine: 'pgvector', nodes: 3 } }).success).toBe(false);
    expect(vectorStore.config.safeParse({ store: { engine: 'qdrant', nodes: 2 } }).success).toBe(false);
  });

  it('states what a million vectors take', () => {
    // 1,000,000 x 768 x 4 x 1.5 bytes
    expect(vectorsGiB(parse({}))).toBeCloseTo(4.29, 2);
  });

  it('refuses nodes that cannot hold the vectors, with the arithmetic and the size they need', () => {
    const [memory, disk] = complaintsOf({ vectors: 50_000_000 });
    expect(memory).toMatchObject({ code: 'STORE_TOO_SMALL', path: 'store.memoryGiB', value: 8 });
    expect(memory?.message).toContain(
      '50000000 vectors x 768 x 4 bytes x 1.5 for the graph x 2 copies / 3 nodes, and a quarter must stay free: 190.8 GiB',
    );
    expect(disk).toMatchObject({ path: 'store.storageGiB', allowed: ['at least 430'] });
    const enough = { engine: 'qdrant', nodes: 6, memoryGiB: 80, storageGiB: 175, replicationFactor: 2 };
    expect(complaintsOf({ vectors: 40_000_000, store: enough })).toEqual([]);
  });

  it('refuses nodes that the namespace would not take together', () => {
    const store = { engine: 'qdrant', nodes: 6, memoryGiB: 96, storageGiB: 200 };
    expect(complaintsOf({ store })).toMatchObject([{ code: 'SERVICE_CONFLICT', path: 'store.nodes' }]);
  });

  it('refuses more copies than nodes', () => {
    const [complaint] = complaintsOf({ vectors: 1000, store: { engine: 'qdrant', nodes: 1 } });
    expect(complaint).toMatchObject({ code: 'SERVICE_CONFLICT', path: 'store.replicationFactor', allowed: ['1 to 1'] });
    expect(complaintsOf({ vectors: 1000, store: { engine: 'qdrant', nodes: 1, replicationFactor: 1 } })).toEqual([]);
  });

  it('refuses a database that is too small, and vectors that pgvector cannot index', () => {
    const store = { engine: 'pgvector', size: 'small' };
    expect(complaintsOf({ store })).toMatchObject([
      { code: 'STORE_TOO_SMALL', path: 'store.size', value: 'small', allowed: ['standard', 'large'] },
    ]);
    expect(complaintsOf({ store, vectors: 1000, dimensions: 3072 })).toMatchObject([
      { code: 'SERVICE_CONFLICT', path: 'dimensions', allowed: ['1 to 2000'] },
    ]);
    expect(complaintsOf({ store, vectors: 500_000 })).toEqual([]);
  });

  it('promises less where a node that leaves takes vectors with it', () => {
    const best = (store: unknown) => vectorStore.best(parse({ store })).availabilityPercent;
    expect(best({ engine: 'qdrant' })).toBe(99.95);
    expect(best({ engine: 'qdrant', replicationFactor: 1 })).toBe(99.5);
    expect(best({ engine: 'pgvector', highlyAvailable: false })).toBe(99.5);
  });
});
