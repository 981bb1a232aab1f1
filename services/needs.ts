import type { KafkaParameters } from './kafka-parameters';
import type { StorageClass } from './volume-words';

/**
 * What a service may need from its site. A need says what must hold, never how a cloud does it; `constructs/` holds one
 * provider of each kind for every cloud, or one for inside every cluster where no cloud has a part in it.
 */

/** How bad it is to lose the data: decides which recovery mechanisms are allowed. */
export type RecoveryClass = 'rebuildable' | 'business' | 'regulated';

/** Size of a server that meets a need; each provider states what it becomes. */
export type Size = 'small' | 'standard' | 'large';

/** Relational database, PostgreSQL. Highly available, encrypted, TLS only, point-in-time recovery. */
export interface PostgresNeed {
  readonly kind: 'postgres';
  /** Name of the database and of its owning user: lower case letters, digits, underscores; at most 31. */
  readonly database: string;
  /** PostgreSQL major version. */
  readonly majorVersion: 16 | 17;
  /** `small` 2 vCPU / 4 GiB class, `standard` 2 vCPU / 8 GiB class, `large` 4 vCPU / 16 GiB class or the cloud's nearest above. */
  readonly size: Size;
  /** Initial volume; grows by itself on clouds that can. */
  readonly storageGiB: number;
  /** How far back point-in-time recovery reaches. */
  readonly backupRetentionDays: number;
  /** A synchronous copy in a second zone that takes over by itself. */
  readonly highlyAvailable: boolean;
  /** Extensions that the owner of the database may create. Default: those that every server permits. */
  readonly extensions?: readonly PostgresExtension[];
  /** Its log can be decoded, and a second user may be let in that follows changes. Default: false. */
  readonly capture?: boolean;
  /** There is a second user that may read all tables of the owner, and nothing else. Default: false. */
  readonly reader?: boolean;
  /**
   * Copies that only answer reads, seconds behind. The Secret has their addresses under `readHosts`, with commas between
   * them. Default: 0.
   */
  readonly readReplicas?: number;
  /** Disks of its volumes, where it runs in the cluster. Default: `standard`. */
  readonly storageClass?: StorageClass;
  /** Settings of the server beyond the size's own, as `postgresParameters` allows them. Default: none. */
  readonly parameters?: PostgresParameters;
}

/** By PostgreSQL's own names; amounts with their unit, e.g. `64MB`, `5min`. */
export type PostgresParameters = Readonly<Record<string, string | number | boolean>>;

/** Extensions beyond PostgreSQL's own that every provider has. */
export type PostgresExtension = 'vector';

export type PostgresSize = PostgresNeed['size'];

/** Object storage: private, versioned, encrypted with the service's key, reachable over TLS only. */
export interface BucketNeed {
  readonly kind: 'bucket';
  /** Superseded and deleted objects stay restorable this long. */
  readonly versionRetentionDays: number;
  /** Cheaper tiers for older objects; every one of them answers at once. Default: none. */
  readonly tiers?: BucketTiers;
  /** Objects can be neither changed nor deleted for a time. Default: the owner may do both. */
  readonly lock?: BucketLock;
  /** Objects are deleted this long after they were written; then their versions count. `undefined`: never. */
  readonly deleteAfterDays?: number;
  /** Its clients ask for the bucket itself before they use it, which is a right of its own on some clouds. Default: false. */
  readonly askedFor?: boolean;
  /**
   * Its clients, catalogues and engines of tables, also speak the protocol that some clouds have for folders and files,
   * at an endpoint of its own. Default: false.
   */
  readonly fileSystem?: boolean;
  /** Another service of the site reads and writes its files too. Default: false. */
  readonly shared?: boolean;
  /** How bad it is to lose it, where that is not what its service says. Default: as the service. */
  readonly recoveryClass?: RecoveryClass;
}

/** Age at which objects move; a tier is paid for its minimum of days, which `bucketComplaints` checks. */
export interface BucketTiers {
  /** For what is read once a month. `undefined`: no object moves there. */
  readonly infrequentAfterDays?: number;
  /** For what is read once a quarter. `undefined`: no object moves there. */
  readonly coldAfterDays?: number;
}

export interface BucketLock {
  /** After an object was written. */
  readonly days: number;
  /**
   * Its owner may still replace and delete objects, as programs do that keep an index among them; what was there before
   * stays, and comes back, for the days of the lock. Default: nothing is replaced.
   */
  readonly replaceable?: boolean;
  /** `governance`: who administers the bucket may lift it; `compliance`: nobody may. */
  readonly mode: 'governance' | 'compliance';
}

/**
 * In-memory store that speaks the Redis protocol (Valkey), over TLS, at one address: a client needs to know neither
 * copies nor shards.
 */
export interface CacheNeed {
  readonly kind: 'cache';
  /** Room for data; the provider adds what the server itself takes. */
  readonly memoryGiB: number;
  /** Copies in the other zones that take over by themselves. */
  readonly highlyAvailable: boolean;
  /** What happens when memory is full. `noeviction`: writes fail, nothing is lost. */
  readonly eviction: 'noeviction' | 'allkeys-lru' | 'volatile-lru';
  /** Data outlives a restart of every server; how much of the newest, each provider states. */
  readonly persistent: boolean;
}

/**
 * A database of columnar tables that the cloud's own query engine reads: paid by what a query reads, nothing runs in
 * between. Encrypted, reached privately, signed in to as the pod itself: there is no password.
 */
export interface WarehouseNeed {
  readonly kind: 'warehouse';
  /** Most that one query may read, where the cloud has such a limit. */
  readonly scanLimitGiB: number;
  /** Superseded and deleted data stays restorable this long, where the cloud leaves that to choose. */
  readonly versionRetentionDays: number;
  /** The setting of the service that asks for it, and what else may stand there: not every site has a warehouse. */
  readonly choice: { readonly path: string; readonly others: readonly [string, ...string[]] };
}

/** A folder that any number of pods read and write at once. Encrypted, reached privately. */
export interface FilesNeed {
  readonly kind: 'files';
  /** At least; clouds that sell it in larger pieces give more. */
  readonly storageGiB: number;
  /** Who owns the folder: what pods run as. */
  readonly owner: { readonly user: number; readonly group: number };
  /** Setting of the service that asks for it. */
  readonly setting: string;
}

/** Document database, MongoDB: a replica set with an oplog, so that changes can be captured. */
export interface DocumentsNeed {
  readonly kind: 'documents';
  /** Name of the database and of its owning user. */
  readonly database: string;
  readonly size: Size;
  readonly storageGiB: number;
  /** How far back point-in-time recovery reaches, where the site has object storage that the database can write to. */
  readonly backupRetentionDays: number;
  /** Three members in three zones instead of one. */
  readonly highlyAvailable: boolean;
  /** Disks of its volumes. Default: `standard`. */
  readonly storageClass?: StorageClass;
  /** There is a second user that may only read, and follow changes. Default: false. */
  readonly capture?: boolean;
}

/** A Kafka cluster. One a site; services reach it by their `topic` needs. */
export interface KafkaNeed {
  readonly kind: 'kafka';
  readonly size: Size;
  /** A multiple of the zones where it is highly available. */
  readonly brokers: number;
  /** Per broker. */
  readonly storageGiB: number;
  /** Three copies of every record, two of them confirmed. */
  readonly highlyAvailable: boolean;
  /** Standby sites of the environment read from the primary one. Default: false. */
  readonly mirrored?: boolean;
  /** Asked of the cloud itself; a site without one refuses it. Default: false. */
  readonly managed?: boolean;
  /** Disks of its brokers, where they run in the cluster. Default: `standard`. */
  readonly storageClass?: StorageClass;
  /** Settings of brokers, as `kafkaParameters` allows them. Default: `kafkaDefaults`. */
  readonly parameters?: KafkaParameters;
  /** Kafka Connect keeps its state in it and makes topics for what it captures. Default: false. */
  readonly connect?: boolean;
}

/** One Kafka topic and what the service may do with it. */
export interface TopicNeed {
  readonly kind: 'topic';
  readonly topic: string;
  /** `owner` makes it; exactly one service owns a topic, and may read and write it. */
  readonly access: 'owner' | 'produce' | 'consume';
  /** Only the owner's count. */
  readonly partitions: number;
  /** `undefined`: compacted, the newest record of every key is kept for ever. */
  readonly retentionHours?: number;
  /** Largest record. Default: the cluster's, 1 MiB. Only the owner's counts. */
  readonly maxRecordMiB?: number;
  /** Written in transactions. Default: false. */
  readonly transactions?: boolean;
}

/** A generated secret that the service's own replicas share. Nobody ever types or sees it. */
export interface SecretNeed {
  readonly kind: 'secret';
  /** Letters and digits. */
  readonly length: number;
  readonly boundTo: SecretBond;
  /** Its key in the Secret, where the software looks for another one. Default: `value`. */
  readonly key?: string;
}

/**
 * What a generated secret cannot be parted from, which decides when it may change and where it must be the same.
 * `pods`: nobody but running pods of the service knows it, so it is new with every rotation, and every site has its own.
 * `data`: stored data is sealed with it or remembers it (keys of columns, passwords that a database holds as a hash), so
 * it stays until the software itself changes it, and every site has the same. `callers`: others hold it, so they say when
 * it changes; every site has its own.
 */
export type SecretBond = 'pods' | 'data' | 'callers';

/** A secret that a person enters once: the key of an outside service. Its value never passes through Git or state. */
export interface CredentialNeed {
  readonly kind: 'credential';
  /** Keys of the Secret; in the site's store one JSON document. */
  readonly keys: readonly string[];
  /** What the person is asked for. */
  readonly description: string;
  /** The keys are `certificate` and `key`, in PEM; the Secret is one for TLS. Default: false. */
  readonly tls?: boolean;
}

/** The workload identity of the service's pods: least privilege, exactly what its other needs grant. */
export interface IdentityNeed {
  readonly kind: 'identity';
  readonly serviceAccount: string;
  /**
   * `needs`: what the service's own needs grant; `site-secrets`: read the secrets of every service on the site;
   * `site-metrics`: read the metrics of its managed data services.
   */
  readonly grants: 'needs' | 'site-secrets' | 'site-metrics';
  /** Pods get the account's token without asking, because an operator makes them that does not ask. Default: false. */
  readonly tokenMounted?: boolean;
}

/** An encryption key of the service's own, rotated, protected against deletion. Without it the site's data key serves. */
export interface KeyNeed {
  readonly kind: 'key';
}

/** A way in from outside the cluster through the site's gateway: `https://<host>.<domain>`. */
export interface RouteNeed {
  readonly kind: 'route';
  /** First label of the host name; no two routes of a site share one with the same path. */
  readonly host: string;
  /** Default: `/`. */
  readonly path?: string;
  /** Kubernetes Service in the service's namespace. */
  readonly backend: string;
  readonly port: number;
  /**
   * Who may come in, where the site's gateway signs people in: `people` by single sign-on, `programs` by a bearer token,
   * `api-key` by a key, `both` people or programs. `service`: the service checks its callers itself.
   */
  readonly access: 'people' | 'programs' | 'both' | 'api-key' | 'service';
  /** Longest request. */
  readonly timeoutSeconds: number;
  /** Largest request body; default: the gateway's. */
  readonly maxBodyMiB?: number;
  /** Made by the service itself, which shifts its weights; only host and access are the gateway's. Default: false. */
  readonly ownRoute?: boolean;
  /**
   * Its backend may have no pod while nobody asks: the gateway goes by the Service, so that it counts who asked, and says
   * when to come again. Default: false.
   */
  readonly resting?: boolean;
}

/** Another service of the site, reached inside the cluster. */
export interface EndpointNeed {
  readonly kind: 'endpoint';
  /** Name in the catalogue. */
  readonly service: string;
  /** One of that service's `endpoints`. */
  readonly endpoint: string;
}

/** A database of another service, as a user that it keeps for others. */
export interface DatabaseUserNeed {
  readonly kind: 'databaseUser';
  /** Name in the catalogue. */
  readonly service: string;
  /** One of that service's needs, with what `as` says. */
  readonly need: string;
  /** Kind of that need. */
  readonly of: 'postgres' | 'documents';
  /** `capture`: follows changes; `reader`: reads what there is. */
  readonly as: SecondUser;
}

/** Users of a database besides its owner; each may do that one thing. */
export type SecondUser = 'capture' | 'reader';

/** The bucket of another service, whose files the service reads and writes as itself. */
export interface SharedBucketNeed {
  readonly kind: 'sharedBucket';
  /** Name in the catalogue. */
  readonly service: string;
  /** One of that service's bucket needs, with `shared`. */
  readonly need: string;
}

/** Nodes of a special pool. */
export interface PoolNeed {
  readonly kind: 'pool';
  readonly purpose: 'gpu' | 'spot';
  /** GPUs of one pod; 0 for other pools. */
  readonly gpus: number;
  /** Memory that each of them must have. Default: any. */
  readonly gpuMemoryGiB?: number;
}

export interface NeedByKind {
  readonly postgres: PostgresNeed;
  readonly bucket: BucketNeed;
  readonly cache: CacheNeed;
  readonly warehouse: WarehouseNeed;
  readonly files: FilesNeed;
  readonly documents: DocumentsNeed;
  readonly kafka: KafkaNeed;
  readonly topic: TopicNeed;
  readonly secret: SecretNeed;
  readonly credential: CredentialNeed;
  readonly identity: IdentityNeed;
  readonly key: KeyNeed;
  readonly route: RouteNeed;
  readonly endpoint: EndpointNeed;
  readonly databaseUser: DatabaseUserNeed;
  readonly sharedBucket: SharedBucketNeed;
  readonly pool: PoolNeed;
}

export type NeedKind = keyof NeedByKind;

/** Who can meet a kind of need: a cloud or the cluster, as the site chooses, or the cluster alone, on every site. */
type Reach = 'cloud-or-cluster' | 'cluster';

/** A record, so that a list with a kind missing does not compile. */
const reaches = {
  postgres: 'cloud-or-cluster',
  bucket: 'cloud-or-cluster',
  cache: 'cloud-or-cluster',
  warehouse: 'cloud-or-cluster',
  files: 'cloud-or-cluster',
  documents: 'cluster',
  kafka: 'cloud-or-cluster',
  topic: 'cloud-or-cluster',
  secret: 'cloud-or-cluster',
  credential: 'cloud-or-cluster',
  identity: 'cloud-or-cluster',
  key: 'cloud-or-cluster',
  route: 'cluster',
  endpoint: 'cluster',
  databaseUser: 'cluster',
  sharedBucket: 'cluster',
  pool: 'cluster',
} as const satisfies Readonly<Record<NeedKind, Reach>>;

/** Every kind of need. */
export const needKinds = Object.keys(reaches) as readonly NeedKind[];

/** Kinds that the cluster meets on every site, whatever the cloud. */
export type ClusterNeedKind = {
  readonly [K in NeedKind]: (typeof reaches)[K] extends 'cluster' ? K : never;
}[NeedKind];
/** Kinds that a cloud can meet by services of its own. */
export type CloudNeedKind = Exclude<NeedKind, ClusterNeedKind>;

export const isClusterNeed = (kind: NeedKind): kind is ClusterNeedKind => reaches[kind] === 'cluster';
export const cloudNeedKinds = needKinds.filter((kind): kind is CloudNeedKind => !isClusterNeed(kind));

export type Need = NeedByKind[NeedKind];
/** The needs of one service by the name the service gives them. */
export type NeedMap = Readonly<Record<string, Need>>;
