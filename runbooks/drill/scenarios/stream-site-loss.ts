import type { DrillScenario } from '../drill';

export const streamSiteLoss: DrillScenario = {
  name: 'stream-site-loss',
  title: 'Kafka loses its whole site',
  loss: 'The brokers are killed at once while a producer writes and a consumer reads.',
  runbook: 'failover',
  marker: 'Records with the marker; a record counts once the broker acknowledged it.',
  readBack: 'The same consumer group, which goes on at the recovery site from its own offset there.',
  mechanism: 'MirrorMaker 2 on the recovery site copies records and the offsets of groups.',
  switchedOff: 'The mirror does not run.',
  checks: ['the group goes on without a gap', 'the group goes on where its offsets were synced'],
  proof: 'tests/proof/stream-drill.proof.ts',
};
