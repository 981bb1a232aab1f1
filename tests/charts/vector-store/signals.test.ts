import { vectorStoreSignals } from '../../../charts/vector-store/signals';
import { vectorStore } from '../../../services';
import { parseExpression } from '../monitoring/metric-names';

const objectives = { availabilityPercent: 99.9, p95Ms: 50 };
const qdrant = vectorStore.config.parse({});
const single = vectorStore.config.parse({ store: { engine: 'qdrant', nodes: 1, replicationFactor: 1 } });
const pgvector = vectorStore.config.parse({ store: { engine: 'pgvector' } });

it('measures searches by both ways in, at a bound that is as strict as the promise', () => {
  const [, latency] = vectorStoreSignals.levels(qdrant, objectives);
  expect(latency?.bad('5m')).toContain('le="0.05"');
  expect(latency?.all('5m')).toContain('rest_responses_duration_seconds_count');
  expect(latency?.all('5m')).toContain('grpc_responses_duration_seconds_count');
  expect(parseExpression(latency?.bad('5m') ?? '').valid).toBe(true);
});

it('misses members only where there are several', () => {
  const names = (config: typeof qdrant) => vectorStoreSignals.alerts(config, objectives).map(({ name }) => name);
  expect(names(qdrant)).toContain('QdrantMembersMissing');
  expect(names(single)).not.toContain('QdrantMembersMissing');
});

it('watches the instances of a pgvector database, and promises nothing that it cannot measure', () => {
  expect(vectorStoreSignals.levels(pgvector, objectives)).toEqual([]);
  expect(vectorStoreSignals.alerts(pgvector, objectives).map(({ name }) => name)).toEqual(['VectorDatabaseDown']);
});
