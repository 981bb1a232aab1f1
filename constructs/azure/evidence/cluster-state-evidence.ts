import { clusterStateEvidence as ofVelero } from '../../kubernetes/cluster-state-evidence';

const account = { in: 'data', type: 'azurerm_storage_account', quantifier: 'some' } as const;

/** Where backups of the cluster show their promises on Blob storage: versions are locked, account by account. */
export const clusterStateEvidence = ofVelero([
  { ...account, path: 'immutability_policy.state', is: { equals: 'Locked' } },
  { ...account, path: 'immutability_policy.period_since_creation_in_days', is: { atLeast: 14 } },
]);
