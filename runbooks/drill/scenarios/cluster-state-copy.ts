import type { DrillScenario } from '../drill';

export const clusterStateCopy: DrillScenario = {
  name: 'cluster-state-copy',
  title: 'The newest backup of a cluster can be restored',
  loss: 'Nothing: from a moment on the primary is asked no more. It goes on, and nobody is moved.',
  marker: 'ConfigMaps with the marker, in a namespace that the schedule backs up.',
  readBack: 'The ConfigMaps, restored on the recovery site into a namespace of their own.',
  mechanism: 'Scheduled backups of Velero, carried to the recovery site.',
  switchedOff: 'The backup that is restored is the newest one from before the marker.',
  checks: [],
  proof: 'tests/runbooks/drill/site-drill.test.ts',
};
