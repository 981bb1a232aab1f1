import type { ClusterStateEvidence, Evidence } from '../contracts';

const location = { in: 'kubernetes', type: 'BackupStorageLocation' } as const;
const schedule = { in: 'kubernetes', type: 'Schedule' } as const;
const ownPlace = { path: 'spec.accessMode', equals: 'ReadWrite' } as const;

/**
 * Where backups of the cluster show their promises.
 * @param locked where the cloud shows that what they wrote outlives whoever would destroy it
 */
export const clusterStateEvidence = (locked: readonly [Evidence, ...Evidence[]]): ClusterStateEvidence => ({
  'recovery.state-backups': [
    { ...schedule, path: 'spec.schedule', is: { matches: /^\S+ \S+ \* \* \*$/ } },
    { ...schedule, path: 'spec.paused', is: { absent: true } },
    { ...schedule, path: 'spec.template.ttl', is: { matches: /^[1-9]\d*h/ } },
    { ...schedule, path: 'spec.template.storageLocation', is: { present: true } },
    { ...location, where: ownPlace, path: 'spec.default', is: { equals: true } },
    { ...location, path: 'spec.objectStorage.bucket', is: { present: true } },
    { ...location, path: 'spec.objectStorage.prefix', is: { present: true } },
    // No key of a store in the cluster: the account of the pods signs in.
    { ...location, path: 'spec.credential', is: { absent: true } },
    {
      in: 'kubernetes',
      type: 'ExternalSecret',
      path: 'spec.data[].secretKey',
      is: { equals: 'repository-password' },
      where: { path: 'metadata.name', equals: 'velero-repo-credentials' },
    },
  ],
  'recovery.state-backups-locked': locked,
});
