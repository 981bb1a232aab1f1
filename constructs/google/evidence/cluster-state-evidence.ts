import { clusterStateEvidence as ofVelero } from '../../kubernetes/cluster-state-evidence';

/** Where backups of the cluster show their promises on Cloud Storage: what is soft-deleted nobody destroys before its day. */
export const clusterStateEvidence = ofVelero([
  {
    in: 'data',
    type: 'google_storage_bucket',
    path: 'soft_delete_policy.retention_duration_seconds',
    is: { atLeast: 14 * 86_400 },
    quantifier: 'some',
  },
]);
