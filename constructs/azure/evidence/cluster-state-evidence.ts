import { clusterStateEvidence as ofVelero } from '../../kubernetes/cluster-state-evidence';

const account = { in: 'data', type: 'azurerm_storage_account', quantifier: 'some' } as const;
const lock = { in: 'data', type: 'azurerm_storage_container_immutability_policy', quantifier: 'some' } as const;

/** Where backups of the cluster show their promises on Blob storage: in an account that locks versions, by its container. */
export const clusterStateEvidence = ofVelero([
  { ...account, path: 'immutability_policy.state', is: { equals: 'Unlocked' } },
  { ...account, path: 'immutability_policy.period_since_creation_in_days', is: { atLeast: 14 } },
  { ...lock, path: 'locked', is: { equals: true } },
  { ...lock, path: 'immutability_period_in_days', is: { atLeast: 14 } },
]);
