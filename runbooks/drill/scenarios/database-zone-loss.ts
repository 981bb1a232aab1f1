import type { DrillScenario } from '../drill';

export const databaseZoneLoss: DrillScenario = {
  name: 'database-zone-loss',
  title: 'A database loses the machine it writes on',
  loss: 'The primary instance is killed at once while a client writes.',
  marker: 'Rows with the marker, one transaction each; a row counts once its commit was acknowledged.',
  readBack: 'A query for the marker at the address that clients write to, and one more row that is taken there.',
  mechanism: 'Synchronous replication: a commit is acknowledged once a second instance has it.',
  switchedOff: 'No instance follows the primary; a commit waits for nobody.',
  checks: ['the old primary takes no writes', 'the old primary has what the new one has'],
  proof: 'tests/proof/database-drill.proof.ts',
};
