import type { ICluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import type { IScheduledBackup } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ScheduledBackup';
import type { Construct } from 'constructs';
import { type FollowedDatabase, followedDatabase } from '../../environments/model';
import type { Archive, EnvValue, NeedRequest } from '../contracts';
import { keptByGitOps } from '../kubernetes/keep';
import { typedObject } from '../kubernetes/typed-object';

const plugin = 'barman-cloud.cloudnative-pg.io';

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** The parts of the plugin's object (`barmancloud.cnpg.io/v1`) that are used here. */
interface ObjectStore {
  readonly apiVersion: 'barmancloud.cnpg.io/v1';
  readonly kind: 'ObjectStore';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly retentionPolicy: string;
    readonly configuration: {
      readonly destinationPath: string;
      readonly s3Credentials?: { readonly inheritFromIAMRole: true };
      readonly googleCredentials?: { readonly gkeEnvironment: true };
      readonly azureCredentials?: { readonly inheritFromAzureAD: true };
      readonly wal: { readonly compression: 'gzip'; readonly maxParallel: number };
      readonly data: { readonly compression: 'gzip'; readonly jobs: number };
    };
    readonly instanceSidecarConfiguration: {
      readonly env: readonly EnvVar[];
      readonly retentionPolicyIntervalSeconds: number;
      readonly resources: {
        readonly requests: { readonly cpu: string; readonly memory: string };
        readonly limits: { readonly memory: string };
      };
    };
  };
}

type Credentials = Pick<
  ObjectStore['spec']['configuration'],
  's3Credentials' | 'googleCredentials' | 'azureCredentials'
>;

interface Store {
  readonly credentials: Credentials;
  path(uri: string): string;
}

/** By the scheme of the bucket's address: every one by the identity of the pods, so there is no key to keep. */
const stores: Readonly<Record<string, Store | undefined>> = {
  's3:': { credentials: { s3Credentials: { inheritFromIAMRole: true } }, path: (uri) => uri },
  'gs:': { credentials: { googleCredentials: { gkeEnvironment: true } }, path: (uri) => uri },
  'wasbs:': {
    credentials: { azureCredentials: { inheritFromAzureAD: true } },
    // `wasbs://container@account.host` is `https://account.host/container` to Barman.
    path: (uri) => {
      const { host, username } = new URL(uri);
      return `https://${host}/${username}`;
    },
  },
};

function storeOf(uri: string): Store {
  const store = stores[new URL(uri).protocol];
  if (!store) throw new Error(`${uri}: Barman writes to ${Object.keys(stores).join(', ')} only`);
  return store;
}

const envVar = ([name, value]: [string, EnvValue]): EnvVar =>
  typeof value === 'string'
    ? { name, value }
    : { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } };

const objectStore = ({ namespace, need }: NeedRequest<'postgres'>, name: string, { bucket }: Archive): ObjectStore => {
  const { credentials, path } = storeOf(bucket.uri);
  return {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: { name, namespace, annotations: keptByGitOps },
    spec: {
      // A recovery window: the newest base backup before it is kept too.
      retentionPolicy: `${need.backupRetentionDays}d`,
      configuration: {
        destinationPath: path(bucket.uri),
        ...credentials,
        wal: { compression: 'gzip', maxParallel: 4 },
        data: { compression: 'gzip', jobs: 2 },
      },
      instanceSidecarConfiguration: {
        env: Object.entries(bucket.env).map(envVar),
        retentionPolicyIntervalSeconds: 1800,
        resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      },
    },
  };
};

/** At night, and at once when the cluster is new; from a standby where there is one. */
const schedule = ({ namespace }: NeedRequest<'postgres'>, name: string): IScheduledBackup => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'ScheduledBackup',
  metadata: { name, namespace },
  spec: {
    cluster: { name },
    // Six fields, seconds first.
    schedule: '0 0 2 * * *',
    immediate: true,
    backupOwnerReference: 'self',
    method: 'plugin',
    pluginConfiguration: { name: plugin },
  },
});

export const followedOf = ({ site, service, name }: NeedRequest<'postgres'>): FollowedDatabase | undefined =>
  followedDatabase(site, { service, need: name });

/**
 * A copy of a database of another site: made of its base backup, and fed with its logs as they arrive. It reads the folder
 * of that site, and has one of its own for the day on which it is promoted; until then it archives nothing.
 */
const following = ({ need }: NeedRequest<'postgres'>, name: string, source: string): Partial<ICluster['spec']> => ({
  // Only with both does the operator make a password of this site, which it sets when the copy is promoted.
  bootstrap: { recovery: { source, database: need.database, owner: need.database } },
  replica: { enabled: true, source },
  externalClusters: [
    { name: source, plugin: { name: plugin, parameters: { barmanObjectName: name, serverName: source } } },
  ],
});

/** What an archive changes of a cluster: its pods run under the identity that may write there, and copy every log. */
export function archiving(
  request: NeedRequest<'postgres'>,
  name: string,
  archive: Archive | undefined,
): Partial<ICluster['spec']> {
  if (!archive) return {};
  const followed = followedOf(request);
  return {
    serviceAccountName: archive.identity.serviceAccountName,
    plugins: [
      {
        name: plugin,
        // A log that is five minutes old is archived even if it is not full: the most that is lost with the volumes.
        isWALArchiver: followed?.role !== 'follows',
        parameters: { barmanObjectName: name, ...(followed ? { serverName: followed.own } : {}) },
      },
    ],
    ...(followed?.source === undefined ? {} : following(request, name, followed.source)),
  };
}

/** Base backups every night and every log in between, in a bucket outside the cluster. A copy of another site has those of its source. */
export function postgresBackups(
  scope: Construct,
  request: NeedRequest<'postgres'>,
  name: string,
  archive: Archive,
): void {
  typedObject(scope, objectStore(request, name, archive));
  if (followedOf(request)?.role !== 'follows') typedObject(scope, schedule(request, name));
}
