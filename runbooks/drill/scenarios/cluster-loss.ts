import type { DrillScenario } from '../drill';

export const clusterLoss: DrillScenario = {
  name: 'cluster-loss',
  title: 'A cluster is gone with all it held',
  loss: 'The API server of the primary site and its etcd are killed, and their data is gone.',
  runbook: 'region-loss',
  marker: 'An object with the marker, written before the backup.',
  readBack: 'The object, as the API server of the recovery site gives it.',
  mechanism: 'Velero backs the primary site up to a bucket outside it, and the recovery site restores from there.',
  switchedOff: 'No backup is made.',
  checks: ['the marker is absent before the restore'],
  proof: 'tests/proof/cluster-drill.proof.ts',
};
