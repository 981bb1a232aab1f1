import type { DrillScenario } from '../drill';

export const databaseCopy: DrillScenario = {
  name: 'database-copy',
  title: 'What the recovery site has of databases can be read',
  loss: 'Nothing: from a moment on the primary is asked no more. It goes on, and nobody is moved.',
  marker: 'Rows with the marker, in a table of their own; a row counts once its commit was acknowledged.',
  readBack: 'The rows in the newest whole dump of the recovery site. No database is restored.',
  mechanism: 'Dumps at intervals, carried to the recovery site.',
  switchedOff: 'The dump that is read is the newest one from before the marker.',
  checks: [],
  proof: 'tests/proof/copy-drill.proof.ts',
};
