import type { ICluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import type { Construct } from 'constructs';
import type { PostgresNeed } from '../../services';
import { operators } from '../../services';
import { type Archive, type NeedBinder, type NeedRequest, secondUsers, secretName } from '../contracts';
import { keptByGitOps } from '../kubernetes/keep';
import { monitoringNamespace, networkPolicy, reachesApiServer, tcp, usersOf } from '../kubernetes/network-policy';
import { postgresBoundUsers } from '../kubernetes/postgres-users';
import { priorityClasses } from '../kubernetes/priority-classes';
import { typedObject } from '../kubernetes/typed-object';
import { archiving, postgresBackups } from './postgres-backups';

import { captureParameters, secondUserSecrets, withSecondUsers } from './postgres-second-users';
import { postgresSizes } from './postgres-sizes';
import { storageClassOf } from './storage-class';
import { storeLevels } from './store-metrics';

/** Minor versions of 2026-08. */
const images: Readonly<Record<PostgresNeed['majorVersion'], string>> = {
  16: 'ghcr.io/cloudnative-pg/postgresql:16.15-standard-trixie',
  17: 'ghcr.io/cloudnative-pg/postgresql:17.11-standard-trixie',
};

const ports = { postgres: tcp(5432), status: tcp(8000), metrics: tcp(9187) };

type Request = NeedRequest<'postgres'>;

const clusterName = (request: Request): string => secretName(request);

/** CloudNativePG's own label on every pod of a cluster. */
const podLabels = (request: Request) => ({ 'cnpg.io/cluster': clusterName(request) });

/** The operator makes this Secret together with the database's owner. */
const ownerSecret = (request: Request): string => `${clusterName(request)}-app`;

/** Volume of the log. */
const logGiB = ({ storageGiB }: PostgresNeed): number => Math.max(5, Math.ceil(storageGiB / 4));
/** A capture that stands keeps no more log than this, and begins anew after it; the database must not stop for it. */
const keptLogGiB = (need: PostgresNeed): number => Math.floor(logGiB(need) / 2);

function cluster(request: Request, archive: Archive | undefined): ICluster {
  const { site, namespace, need } = request;
  const { cpu, memoryGiB, sharedBuffersMiB, maxConnections } = postgresSizes[need.size];
  const storageClass = storageClassOf(site);
  const volume = (sizeGiB: number) => ({
    size: `${sizeGiB}Gi`,
    resizeInUseVolumes: true,
    ...(storageClass ? { storageClass } : {}),
  });
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: clusterName(request), namespace, annotations: keptByGitOps },
    spec: {
      description: `${request.service}: ${need.database}`,
      imageName: images[need.majorVersion],
      instances: need.highlyAvailable ? 3 : 1,
      primaryUpdateStrategy: 'unsupervised',
      primaryUpdateMethod: need.highlyAvailable ? 'switchover' : 'restart',
      enableSuperuserAccess: false,
      // A budget on a single instance would only keep its machine from ever being drained.
      enablePDB: need.highlyAvailable,
      priorityClassName: priorityClasses.service,
      inheritedMetadata: {
        labels: { ...reachesApiServer, ...archive?.identity.podLabels },
        annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${ports.metrics.port}` },
      },
      bootstrap: {
        initdb: { database: need.database, owner: need.database, encoding: 'UTF8', dataChecksums: true },
      },
      storage: volume(need.storageGiB),
      walStorage: volume(logGiB(need)),
      resources: {
        requests: { cpu: `${cpu}`, memory: `${memoryGiB}Gi` },
        limits: { cpu: `${cpu * 2}`, memory: `${memoryGiB}Gi` },
      },
      affinity: {
        enablePodAntiAffinity: true,
        topologyKey: 'topology.kubernetes.io/zone',
        podAntiAffinityType: site.zones.length > 1 ? 'required' : 'preferred',
      },
      postgresql: {
        parameters: {
          shared_buffers: `${sharedBuffersMiB}MB`,
          max_connections: `${maxConnections}`,
          log_connections: 'true',
          log_disconnections: 'true',
          log_lock_waits: 'true',
          log_min_duration_statement: '1000',
          ...captureParameters(need, keptLogGiB(need)),
        },
        // Read before the operator's closing line, which would also take connections without TLS.
        pg_hba: ['hostssl all all all scram-sha-256', 'hostnossl all all all reject'],
        ...(need.highlyAvailable
          ? { synchronous: { method: 'any', number: 1, dataDurability: 'required' } as const }
          : {}),
      },
      logLevel: 'info',
      seccompProfile: { type: 'RuntimeDefault' },
      ...withSecondUsers(request),
      ...archiving(clusterName(request), archive),
    },
  };
}

/**
 * PostgreSQL by CloudNativePG in the service's own namespace. Highly available means three instances, one a zone, with
 * one synchronous copy. Where the site has object storage outside the cluster, base backups and every log go there.
 */
export const postgres: NeedBinder<'postgres'> = {
  bind: (request) => ({
    secretName: ownerSecret(request),
    // The operator signs the server's certificate itself, so clients encrypt but cannot check the name.
    sslMode: 'require',
    egress: [{ namespace: request.namespace, podLabels: podLabels(request), ports: [ports.postgres] }],
    ...postgresBoundUsers(request, () => undefined),
  }),
  levels: storeLevels.postgres,
  manifests: (scope: Construct, request, archive) => {
    const { namespace, service } = request;
    const labels = podLabels(request);
    const self = { namespace, podLabels: labels };
    secondUserSecrets(scope, request);
    typedObject(scope, cluster(request, archive));
    if (archive) postgresBackups(scope, request, clusterName(request), archive);
    networkPolicy(scope, {
      name: clusterName(request),
      namespace,
      podLabels: labels,
      ingress: [
        { namespace, podLabels: { 'app.kubernetes.io/instance': service }, ports: [ports.postgres] },
        ...(secondUsers(request.need).length > 0 ? [usersOf(clusterName(request), [ports.postgres])] : []),
        { ...self, ports: [ports.postgres, ports.status] },
        {
          namespace: operators['cloudnative-pg'].namespace,
          podLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' },
          ports: [ports.postgres, ports.status],
        },
        { namespace: monitoringNamespace, podLabels: {}, ports: [ports.metrics] },
      ],
      egress: [
        { ...self, ports: [ports.postgres, ports.status] },
        ...(archive ? [...archive.bucket.egress, ...archive.identity.egress] : []),
      ],
    });
  },
};
