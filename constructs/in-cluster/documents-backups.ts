import type { Construct } from 'constructs';
import type { Archive, EnvValue } from '../contracts';
import { componentLabels } from '../kubernetes/component-labels';
import { tcp } from '../kubernetes/network-policy';
import { ScheduledJob } from '../kubernetes/workloads';
import {
  type DocumentsRequest,
  documentsName,
  documentsPods,
  documentsPorts,
  internalUsersSecret,
  memberHosts,
  replicaSet,
  tlsSecret,
} from './documents-names';
import type { BackupSpec, BackupStorage } from './documents-objects';
import { memberContainer, memberUser } from './documents-pods';

const backupVersion = '2.15.0';
const image = `docker.io/percona/percona-backup-mongodb:${backupVersion}`;
const software = { name: 'percona-backup-mongodb', component: 'cleanup', version: backupVersion } as const;

const plain = (value: EnvValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** By the scheme of the bucket's address. Without credentials the agents write under the identity of their pod. */
const storages: Readonly<Record<string, ((archive: Archive) => BackupStorage) | undefined>> = {
  's3:': ({ bucket }) => ({
    type: 's3',
    main: true,
    s3: { bucket: bucket.name, ...(bucket.env.AWS_REGION ? { region: plain(bucket.env.AWS_REGION) } : {}) },
  }),
  'gs:': ({ bucket }) => ({ type: 'gcs', main: true, gcs: { bucket: bucket.name } }),
};

function storageOf(archive: Archive): BackupStorage {
  const storage = storages[new URL(archive.bucket.uri).protocol]?.(archive);
  if (!storage) throw new Error(`${archive.bucket.uri}: backups go to ${Object.keys(storages).join(', ')} only`);
  return storage;
}

/** A backup every night, and the oplog every five minutes: the most that is lost with all volumes. */
export const backupSpec = ({ need }: DocumentsRequest, archive: Archive | undefined): BackupSpec =>
  archive
    ? {
        enabled: true,
        image,
        containerSecurityContext: memberContainer,
        resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
        storages: { archive: storageOf(archive) },
        pitr: { enabled: true, oplogSpanMin: 5, compressionType: 'gzip' },
        tasks: [
          {
            name: 'nightly',
            enabled: true,
            schedule: '0 2 * * *',
            storageName: 'archive',
            type: 'logical',
            compressionType: 'gzip',
            // Files are deleted by the agents, see below: the operator has no rights on any bucket.
            retention: { type: 'count', count: need.backupRetentionDays + 1, deleteFromStorage: false },
          },
        ],
      }
    : { enabled: false, image };

/** Labels of the pods that let old backups go. */
export const cleanupPods = (request: DocumentsRequest) => componentLabels(documentsName(request), software).selector;

const certificates = '/etc/mongodb-ssl';

/**
 * Tells the agents to delete what is older than the retention, once a night, but for the newest backup before it. The
 * operator could do it too, but only with rights on every bucket of the site.
 */
export function addCleanup(scope: Construct, request: DocumentsRequest): void {
  const { namespace, need } = request;
  const hosts = memberHosts(request).map((host) => `${host}:${documentsPorts.server}`);
  const user = (key: string) => ({ secret: internalUsersSecret(request), key });
  new ScheduledJob(scope, `cleanup-${documentsName(request)}`, {
    name: `${documentsName(request)}-cleanup`,
    namespace,
    owner: documentsName(request),
    software,
    schedule: '0 5 * * *',
    deadlineMinutes: 60,
    user: memberUser,
    containers: [
      {
        name: 'cleanup',
        image,
        command: ['/bin/sh', '-c'],
        args: [
          [
            'set -eu',
            `export PBM_MONGODB_URI="mongodb://$BACKUP_USER:$BACKUP_PASSWORD@${hosts.join(',')}/?authSource=admin&replicaSet=${replicaSet}&tls=true&tlsCAFile=${certificates}/ca.crt"`,
            `pbm cleanup --older-than=${need.backupRetentionDays}d --yes --wait`,
          ].join('\n'),
        ],
        env: {
          BACKUP_USER: user('MONGODB_BACKUP_USER_ESCAPED'),
          BACKUP_PASSWORD: user('MONGODB_BACKUP_PASSWORD_ESCAPED'),
        },
        cpuMillis: 20,
        memoryMiB: 128,
        mounts: [{ path: `${certificates}/ca.crt`, secret: tlsSecret(request), key: 'ca.crt' }],
      },
    ],
    ingress: [],
    egress: [{ namespace, podLabels: documentsPods(request), ports: [tcp(documentsPorts.server)] }],
  });
}
