import type { ClusterStateStore } from '../../constructs/contracts';
import type { ClusterState } from '../../environments/model';
import { operators } from '../../services';
import type { BackupStorageLocation } from './velero-kinds';

/**
 * Where a site writes its backups, and where it finds those of the sites that it stands by for. Every site has a folder of
 * its own name in every bucket, and copies keep their path: what is copied from the lost site lies in the standby's own
 * bucket, which is the only one that its identity reaches. Only the logs of a restore are written beside what it read.
 */
export const storageLocations = (
  site: string,
  { sources }: ClusterState,
  { provider, bucket, config }: ClusterStateStore,
): BackupStorageLocation[] =>
  [site, ...sources].map((name) => ({
    apiVersion: 'velero.io/v1',
    kind: 'BackupStorageLocation',
    metadata: { name, namespace: operators.velero.namespace },
    spec: {
      provider,
      ...(name === site ? { default: true } : {}),
      accessMode: name === site ? 'ReadWrite' : 'ReadOnly',
      objectStorage: { bucket, prefix: name },
      config,
      backupSyncPeriod: '1m0s',
      validationFrequency: '1m0s',
    },
  }));
