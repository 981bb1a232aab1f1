import { type Archive, secondUser, userRequest } from '../contracts';
import { keptByGitOps } from '../kubernetes/keep';
import { priorityClasses } from '../kubernetes/priority-classes';
import { spreadOver } from '../kubernetes/topology-spread';
import { backupSpec } from './documents-backups';
import {
  type DocumentsRequest,
  documentsName,
  documentsPods,
  documentsPorts,
  encryptionKeySecret,
  memberCount,
  passwordSecret,
  replicaSet,
  systemUsersSecret,
  tlsSecret,
} from './documents-names';
import type { PerconaServerMongoDB } from './documents-objects';
import { exporter, memberContainer, memberPod } from './documents-pods';
import { documentsSizes } from './documents-sizes';
import { storageClassOf } from './storage-class';

/** Version of the operator whose fields these are; it must be the one that runs. */
const operatorVersion = '1.23.0';
const image = 'docker.io/percona/percona-server-mongodb:8.0.26-11';

/** Changes stay in the oplog this long even where it has to grow: a capture may be away for a day. */
const oplogHours = 24;

/** Clients sign in by password; only members show certificates to each other. */
const configuration = [
  'net:',
  '  tls:',
  '    allowConnectionsWithoutCertificates: true',
  'storage:',
  `  oplogMinRetentionHours: ${oplogHours}`,
  '',
].join('\n');

function members(request: DocumentsRequest, archive: Archive | undefined): PerconaServerMongoDB['spec']['replsets'][0] {
  const { site, need } = request;
  const { cpuMillis, memoryMiB } = documentsSizes[need.size];
  const storageClass = storageClassOf(site, need.storageClass);
  return {
    name: replicaSet,
    size: memberCount(request),
    labels: { ...archive?.identity.podLabels },
    annotations: {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': `${documentsPorts.metrics}`,
      'prometheus.io/path': '/metrics',
    },
    ...(archive ? { serviceAccountName: archive.identity.serviceAccountName } : {}),
    priorityClassName: priorityClasses.service,
    terminationGracePeriodSeconds: 120,
    // The operator's own rule knows one topology only.
    affinity: { antiAffinityTopologyKey: 'none' },
    topologySpreadConstraints: spreadOver(site.zones, documentsPods(request)),
    podDisruptionBudget: { maxUnavailable: 1 },
    podSecurityContext: memberPod,
    containerSecurityContext: memberContainer,
    configuration,
    resources: {
      requests: { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` },
      limits: { cpu: `${cpuMillis * 2}m`, memory: `${memoryMiB}Mi` },
    },
    sidecars: [exporter(request)],
    volumeSpec: {
      persistentVolumeClaim: {
        ...(storageClass ? { storageClassName: storageClass } : {}),
        resources: { requests: { storage: `${need.storageGiB}Gi` } },
      },
    },
  };
}

/** The replica set, as Percona's operator reads it. */
export function documentsCluster(request: DocumentsRequest, archive: Archive | undefined): PerconaServerMongoDB {
  const { namespace, need } = request;
  const { database } = need;
  return {
    apiVersion: 'psmdb.percona.com/v1',
    kind: 'PerconaServerMongoDB',
    // No finalizer: without one the operator leaves the volumes alone when the object goes.
    metadata: { name: documentsName(request), namespace, annotations: keptByGitOps },
    spec: {
      crVersion: operatorVersion,
      image,
      imagePullPolicy: 'IfNotPresent',
      updateStrategy: 'SmartUpdate',
      // Versions change here, not by what a service of the makers recommends.
      upgradeOptions: { apply: 'disabled', setFCV: false },
      storageScaling: { enableVolumeScaling: true },
      ...(need.highlyAvailable ? {} : { unsafeFlags: { replsetSize: true } }),
      initContainerSecurityContext: memberContainer,
      tls: { mode: 'requireTLS', allowInvalidCertificates: false, certManagementPolicy: 'userProvidedOnly' },
      secrets: {
        users: systemUsersSecret(request),
        encryptionKey: encryptionKeySecret(request),
        ssl: tlsSecret(request),
        sslInternal: tlsSecret(request),
      },
      users: [
        {
          name: database,
          db: database,
          passwordSecretRef: { name: passwordSecret(request), key: 'value' },
          roles: ['readWrite', 'dbAdmin'].map((name) => ({ name, db: database })),
        },
        // `read` has what a change stream of the whole database asks: find and changeStream.
        ...(need.capture
          ? [
              {
                name: secondUser(need, 'capture'),
                db: database,
                passwordSecretRef: { name: passwordSecret(userRequest(request, 'capture')), key: 'value' },
                roles: [{ name: 'read', db: database }],
              },
            ]
          : []),
      ],
      replsets: [members(request, archive)],
      sharding: { enabled: false },
      // The log goes to the container's output, where the site's own collector finds it.
      logcollector: { enabled: false },
      backup: backupSpec(request, archive),
    },
  };
}
