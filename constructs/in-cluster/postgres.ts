import type { ICluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import type { Construct } from 'constructs';
import type { PostgresNeed } from '../../services';
import { operators } from '../../services';
import {
  type Archive,
  type NeedBinder,
  type NeedRequest,
  postgresSettings,
  secondUsers,
  secretName,
} from '../contracts';
import { postgresSecretKeys } from '../kubernetes/external-secret';
import { keptByGitOps } from '../kubernetes/keep';
import { monitoringNamespace, networkPolicy, reachesApiServer, tcp, usersOf } from '../kubernetes/network-policy';
import { postgresBoundUsers } from '../kubernetes/postgres-users';
import { priorityClasses } from '../kubernetes/priority-classes';
import { typedObject } from '../kubernetes/typed-object';
import { composedSecret } from './composed-secret';
import { archiving, postgresBackups } from './postgres-backups';

import { captureParameters, readHost, secondUserSecrets, withSecondUsers } from './postgres-second-users';
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

/** The same with the address of the copies, which the operator does not know of. */
const readingSecret = (request: Request): string => `${clusterName(request)}-owner`;

const connectionSecret = (request: Request): string =>
  (request.need.readReplicas ?? 0) > 0 ? readingSecret(request) : ownerSecret(request);

/** Volume of the log. */
const logGiB = ({ storageGiB }: PostgresNeed): number => Math.max(5, Math.ceil(storageGiB / 4));
/** A capture that stands keeps no more log than this, and begins anew after it; the database must not stop for it. */
const keptLogGiB = (need: PostgresNeed): number => Math.floor(logGiB(need) / 2);

/** A server, the copies that take over from it, and as many in all as reads ask for: every copy answers reads. */
const instancesOf = ({ highlyAvailable, readReplicas = 0 }: PostgresNeed): number =>
  Math.max(highlyAvailable ? 3 : 1, 1 + readReplicas);

/** One a zone where there are zones enough, else as even as can be. */
function spread(request: Request): Pick<NonNullable<ICluster['spec']>, 'affinity' | 'topologySpreadConstraints'> {
  const { site, need } = request;
  const topologyKey = 'topology.kubernetes.io/zone';
  const fits = instancesOf(need) <= site.zones.length;
  return {
    affinity: {
      enablePodAntiAffinity: true,
      topologyKey,
      podAntiAffinityType: fits && site.zones.length > 1 ? 'required' : 'preferred',
    },
    ...(!fits && site.zones.length > 1
      ? {
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey,
              whenUnsatisfiable: 'DoNotSchedule',
              labelSelector: { matchLabels: podLabels(request) },
            },
          ],
        }
      : {}),
  };
}

function cluster(request: Request, archive: Archive | undefined): ICluster {
  const { site, namespace, need } = request;
  const { cpu, memoryGiB, sharedBuffersMiB, maxConnections } = postgresSizes[need.size];
  const storageClass = storageClassOf(site, need.storageClass);
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
      instances: instancesOf(need),
      primaryUpdateStrategy: 'unsupervised',
      primaryUpdateMethod: need.highlyAvailable ? 'switchover' : 'restart',
      enableSuperuserAccess: false,
      // A budget on a single instance would only keep its machine from ever being drained.
      enablePDB: instancesOf(need) > 1,
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
      ...spread(request),
      postgresql: {
        parameters: {
          shared_buffers: `${sharedBuffersMiB}MB`,
          max_connections: `${maxConnections}`,
          log_connections: 'true',
          log_disconnections: 'true',
          log_lock_waits: 'true',
          log_statement: 'ddl',
          // Never the data itself: this one counts slow statements without the values in them.
          'pg_stat_statements.track': 'top',
          ...Object.fromEntries(postgresSettings(need).map(({ name, withUnit }) => [name, withUnit])),
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
      ...archiving(request, clusterName(request), archive),
    },
  };
}

function readingOwner(scope: Construct, request: Request): void {
  const { namespace } = request;
  const keys = postgresSecretKeys({});
  composedSecret(scope, {
    name: readingSecret(request),
    namespace,
    from: Object.fromEntries(keys.map((key) => [key, { secret: ownerSecret(request), key }])),
    template: {
      ...Object.fromEntries(keys.map((key) => [key, `{{ .${key} }}`])),
      readHosts: readHost(request),
    },
  });
}

/**
 * PostgreSQL by CloudNativePG in the service's own namespace. Highly available means three instances, one a zone, with
 * one synchronous copy. Where the site has object storage outside the cluster, base backups and every log go there.
 */
export const postgres: NeedBinder<'postgres'> = {
  bind: (request) => ({
    secretName: connectionSecret(request),
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
    if ((request.need.readReplicas ?? 0) > 0) readingOwner(scope, request);
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
