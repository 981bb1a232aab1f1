import type { NeedKind, SecondUser } from '../../services';

/** Where traffic may go or come from, as a network policy can say it. */
export type NetworkPeer =
  | { readonly cidr: string; readonly except?: readonly string[]; readonly ports: readonly Port[] }
  | {
      readonly namespace: string;
      /** Labels of the pods; empty: every pod of the namespace. */
      readonly podLabels: Readonly<Record<string, string>>;
      readonly ports: readonly Port[];
    }
  /** Pods with these labels in any namespace. */
  | {
      readonly anyNamespace: true;
      readonly podLabels: Readonly<Record<string, string>>;
      readonly ports: readonly Port[];
    };

export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** An environment variable of a container: a plain value, or a key of a Kubernetes Secret. */
export type EnvValue = string | { readonly secret: string; readonly key: string };

/**
 * The Secret has the keys `host`, `port`, `username`, `password`, `dbname`; where the need asks for read replicas also
 * `readHosts`: their addresses with commas between them, which libpq and JDBC take as they are. Letters and digits only
 * in the password.
 */
export interface PostgresBinding {
  readonly secretName: string;
  /** libpq's `sslmode` that the server's certificate allows. */
  readonly sslMode: 'require' | 'verify-full';
  readonly egress: readonly NetworkPeer[];
  /** Users besides the owner, as the need asks. */
  readonly users?: { readonly [U in SecondUser]?: PostgresUser };
}

export interface PostgresUser {
  readonly username: string;
  /** The same keys as the owner's Secret, in the same namespace. */
  readonly secretName: string;
  /**
   * What the owner of the database runs beyond making the user, e.g. to let it replicate; `undefined`: the user is there
   * already, with all of that.
   */
  readonly rights?: readonly string[];
}

/**
 * How Hadoop's file systems, and what speaks their settings (Spark, Flink, Hive's catalogue), reach a bucket. They sign
 * in as the pod's identity; where the store is inside the cluster, by the variables of `BucketBinding.env`.
 */
export interface HadoopClient {
  /** `s3a://…`, `gs://…`, `abfss://…`. No slash at the end. */
  readonly uri: string;
  /** Of Hadoop's `Configuration`; `${env.NAME}` in a value is a variable of the process, which Hadoop fills in. */
  readonly settings: Readonly<Record<string, string>>;
  /** What a client of Hadoop 3.4 lacks: paths in a Maven repository. */
  readonly jars: readonly string[];
  /** Plugin in Flink's own image that knows these settings; `undefined`: none does, Hadoop's client takes its place. */
  readonly flinkPlugin?: 'flink-s3-fs-hadoop' | 'flink-gs-fs-hadoop';
}

export interface BucketBinding {
  readonly name: string;
  /** What fsspec-like clients read: `s3://…`, `gs://…`, `wasbs://…`. */
  readonly uri: string;
  /** What clients of this store need to know besides their identity. */
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly hadoop: HadoopClient;
  readonly egress: readonly NetworkPeer[];
}

/**
 * The Secret has the keys `host`, `port`, `username` and `password` where clients sign in by them, and `ca.crt` where the
 * authority is private. One address that leads to the primary, never the protocol of a cluster.
 */
export interface CacheBinding {
  readonly secretName: string;
  /** `network`: the server asks nobody; TLS, a private address and network policies are all that guard it. */
  readonly signIn: 'password' | 'network';
  /** Whose certificate the server shows: one that every image trusts, or that of the Secret's key `ca.crt`. */
  readonly tls: 'public-authority' | 'private-authority';
  readonly egress: readonly NetworkPeer[];
}

interface WarehousePlace {
  /** Tables are called `catalog.database.table`. */
  readonly catalog: string;
  readonly database: string;
  readonly region: string;
  /** What clients need to know besides their identity; also what tells definitions of tables where they are. */
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly egress: readonly NetworkPeer[];
}

/** By the engine that answers, as every client names it. There is no Secret: the pods' identity signs in. */
export type WarehouseBinding = WarehousePlace &
  (
    | {
        readonly engine: 'athena';
        /** Where queries are accounted and limited. */
        readonly workgroup: string;
        /** What clients hand in and get back as files, by prefixes that expire. No slash at the end. */
        readonly stagingUri: string;
      }
    | { readonly engine: 'bigquery' }
  );

/** A claim in the service's namespace, of a volume that pods on any machine mount at once. */
export interface FilesBinding {
  readonly claimName: string;
}

/** The Secret has the keys `uri`, `host`, `port`, `username`, `password`, `dbname`, `ca.crt`; TLS only. */
export interface DocumentsBinding {
  readonly secretName: string;
  readonly replicaSet: string;
  readonly egress: readonly NetworkPeer[];
}

/** Signs in by a password of the cluster's own: the Secret has the keys `username`, `password` and `ca.crt`. */
export interface ScramAuthentication {
  readonly kind: 'scram';
  readonly mechanism: 'SCRAM-SHA-512';
  readonly secretName: string;
  /** What the Secret has under `username`. */
  readonly username: string;
}

/** Signs in as the pod itself: no secret anywhere. The servers show certificates that every image trusts. */
export interface WorkloadAuthentication {
  readonly kind: 'workload-identity';
  readonly mechanism: 'OAUTHBEARER' | 'AWS_MSK_IAM';
  /** Of a Java client, beyond mechanism and protocol: its login, and who fetches the token. */
  readonly properties: Readonly<Record<string, string>>;
  /** What must be on the class path for that: paths in a Maven repository. */
  readonly jars: readonly string[];
}

/** How a Kafka client reaches a cluster. */
export interface KafkaClient {
  /** `bootstrap.servers`: host names that are known, or a key of a Secret. */
  readonly bootstrapServers: EnvValue;
  readonly authentication: ScramAuthentication | WorkloadAuthentication;
  readonly egress: readonly NetworkPeer[];
}

export interface KafkaBinding {
  /** Of the cluster's administrator: Connect, schema registry, mirroring. */
  readonly admin: KafkaClient;
  /** Name of the cluster's own object in Kubernetes; `undefined`: the cloud runs it. */
  readonly clusterObject?: string;
}

export interface TopicBinding extends KafkaClient {
  readonly topic: string;
  /** Prefix of consumer groups that the service may use. */
  readonly groupPrefix: string;
}

/** The Secret has the keys of the need. */
export interface CredentialBinding {
  readonly secretName: string;
}

export interface RouteBinding {
  /** Name of the HTTPRoute. */
  readonly name: string;
  readonly host: string;
  readonly url: string;
  /** Who calls the backend: pods of the gateway. */
  readonly callers: readonly NetworkPeer[];
}

/** The Secret has the keys of the database's own, in the caller's namespace. */
export interface DatabaseUserBinding {
  readonly secretName: string;
  /** libpq's `sslmode` that the server's certificate allows. Only of PostgreSQL. */
  readonly sslMode?: PostgresBinding['sslMode'];
  /** Labels that let a pod through to the database; pods that use it carry them. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly egress: readonly NetworkPeer[];
}

/** Of the client for Hadoop's file systems only; its settings may stand beside those of a bucket of the service's own. */
export interface SharedBucketBinding extends Pick<BucketBinding, 'name' | 'uri' | 'env' | 'hadoop' | 'egress'> {
  /** Labels that let a pod through to the store; pods that use it carry them. */
  readonly podLabels: Readonly<Record<string, string>>;
}

export interface EndpointBinding {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Labels that let a pod through to the other service; pods that call it carry them. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Secret with the one key `value` that the other service asks its callers for, where it asks for one. */
  readonly secretName?: string;
  readonly egress: readonly NetworkPeer[];
}

export interface Toleration {
  readonly key: string;
  readonly operator: 'Equal' | 'Exists';
  readonly value?: string;
  readonly effect: 'NoSchedule';
}

export interface PoolBinding {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  /** Resource limits of a container beyond processor and memory, e.g. `nvidia.com/gpu`. */
  readonly limits: Readonly<Record<string, number>>;
}

/** The Secret has one key: `value`, unless the need names another. */
export interface SecretBinding {
  readonly secretName: string;
}

export interface IdentityBinding {
  readonly serviceAccountName: string;
  /** Labels without which the cloud ignores the pod's identity. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Token and metadata endpoints. */
  readonly egress: readonly NetworkPeer[];
}

export interface KeyBinding {
  /** The key's name or alias in the cloud. */
  readonly name: string;
}

/** Deterministic names that connect a service to what its site provides: never a secret, never an unresolved cloud value. */
export interface BindingByKind {
  readonly postgres: PostgresBinding;
  readonly bucket: BucketBinding;
  readonly cache: CacheBinding;
  readonly warehouse: WarehouseBinding;
  readonly files: FilesBinding;
  readonly documents: DocumentsBinding;
  readonly kafka: KafkaBinding;
  readonly topic: TopicBinding;
  readonly secret: SecretBinding;
  readonly credential: CredentialBinding;
  readonly identity: IdentityBinding;
  readonly key: KeyBinding;
  readonly route: RouteBinding;
  readonly endpoint: EndpointBinding;
  readonly databaseUser: DatabaseUserBinding;
  readonly sharedBucket: SharedBucketBinding;
  readonly pool: PoolBinding;
}

/** The bindings of a service, under the names of its needs. */
export type BindingsOf<Needs> = {
  readonly [N in keyof Needs]: NonNullable<Needs[N]> extends { readonly kind: infer K extends NeedKind }
    ? BindingByKind[K]
    : never;
};
