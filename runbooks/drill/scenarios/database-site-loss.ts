import type { DrillScenario } from '../drill';

export const databaseSiteLoss: DrillScenario = {
  name: 'database-site-loss',
  title: 'A database loses its whole site',
  loss: 'The primary is killed at once while a client writes; nothing of its site answers any more.',
  runbook: 'failover',
  marker: 'Rows with the marker, one transaction each; a row counts once its commit was acknowledged.',
  readBack: 'A query for the marker at the address that clients write to, and one more row that is taken there.',
  mechanism: 'A copy on the recovery site that follows the log, without holding up commits.',
  switchedOff: 'The copy does not follow.',
  checks: ['the old primary takes no writes', 'the old primary has what the new one has'],
  proof: 'tests/proof/database-drill.proof.ts',
};
