import { clusterState, type Site } from '../../environments/model';
import { type BucketLock, operators } from '../../services';
import type { NetworkPeer } from './bindings';
import type { NeedRequest } from './need-provider';
import { requestsOf, type Tenant } from './need-requests';

/** The bucket of a site's backups, as Velero's plugin for its cloud is told of it. */
export interface ClusterStateStore {
  /** Of `BackupStorageLocation`. */
  readonly provider: string;
  readonly bucket: string;
  readonly config: Readonly<Record<string, string>>;
  readonly plugin: { readonly name: string; readonly image: string };
  /** Where the storage is reached. */
  readonly egress: readonly NetworkPeer[];
}

const name = 'velero';
const serviceAccount = 'velero';

/** A deleted or overwritten backup comes back within this time: long enough to notice over a long weekend. */
const versionRetentionDays = 14;

/** Nobody destroys what was written less than this ago, whoever asks; those who leave wait no longer for their data to be gone. */
const lock: BucketLock = { days: 14, mode: 'compliance', replaceable: true };

/**
 * What backups of the cluster need of the site: a bucket of their own, an account that may write there and nowhere else,
 * and the key that data of volumes is sealed with, which the recovery site must have as well. Disks are copied by their
 * own driver, so no rights on them are needed.
 */
export const clusterStateTenants = (site: Site): Tenant[] =>
  clusterState(site) === undefined
    ? []
    : [
        {
          name,
          namespace: operators.velero.namespace,
          needs: {
            backups: {
              kind: 'bucket',
              versionRetentionDays,
              askedFor: true,
              // What is torn down tomorrow is not locked today.
              ...('deletionProtection' in site && site.deletionProtection ? { lock } : {}),
            },
            // Velero looks for the Secret by this name and key.
            repoCredentials: { kind: 'secret', length: 40, boundTo: 'data', key: 'repository-password' },
            // What moves data and keeps the repository in order runs in pods of Velero's making, which ask the API server.
            identity: { kind: 'identity', serviceAccount, grants: 'needs', tokenMounted: true },
          },
        },
      ];

/** The request for the bucket; `undefined`: the site keeps no backups of its cluster. */
export const clusterStateBucket = <S extends Site>(site: S): NeedRequest<'bucket', S> | undefined =>
  clusterStateTenants(site).flatMap((tenant) => requestsOf(site, tenant, 'bucket'))[0];
