import type { ITopologySpreadConstraint } from '../kubernetes/topology-spread';

type Labels = Readonly<Record<string, string>>;

interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu?: string; readonly memory: string };
}

interface ContainerSecurityContext {
  readonly runAsNonRoot: boolean;
  readonly allowPrivilegeEscalation: boolean;
  readonly readOnlyRootFilesystem: boolean;
  readonly capabilities: { readonly drop: readonly string[] };
  readonly seccompProfile: { readonly type: 'RuntimeDefault' };
}

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

interface Sidecar {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: SecretKey };
  }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly: boolean }[];
  readonly resources: Resources;
  readonly securityContext: ContainerSecurityContext;
}

interface ReplicaSet {
  readonly name: string;
  readonly size: number;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccountName?: string;
  readonly priorityClassName: string;
  readonly terminationGracePeriodSeconds: number;
  readonly affinity: { readonly antiAffinityTopologyKey: 'none' };
  readonly topologySpreadConstraints: readonly ITopologySpreadConstraint[];
  readonly podDisruptionBudget: { readonly maxUnavailable: number };
  readonly podSecurityContext: object;
  readonly containerSecurityContext: ContainerSecurityContext;
  readonly configuration: string;
  readonly resources: Resources;
  readonly sidecars: readonly Sidecar[];
  readonly volumeSpec: {
    readonly persistentVolumeClaim: {
      readonly storageClassName?: string;
      readonly resources: { readonly requests: { readonly storage: string } };
    };
  };
}

/** Where backups go: one of the two, as `type` says. */
export type BackupStorage =
  | { readonly type: 's3'; readonly main: true; readonly s3: { readonly bucket: string; readonly region?: string } }
  | { readonly type: 'gcs'; readonly main: true; readonly gcs: { readonly bucket: string } };

export interface BackupSpec {
  readonly enabled: boolean;
  readonly image: string;
  readonly containerSecurityContext?: ContainerSecurityContext;
  readonly resources?: Resources;
  readonly storages?: Readonly<Record<string, BackupStorage>>;
  readonly pitr?: { readonly enabled: boolean; readonly oplogSpanMin: number; readonly compressionType: 'gzip' };
  readonly tasks?: readonly {
    readonly name: string;
    readonly enabled: boolean;
    readonly schedule: string;
    readonly storageName: string;
    readonly type: 'logical';
    readonly compressionType: 'gzip';
    readonly retention: { readonly type: 'count'; readonly count: number; readonly deleteFromStorage: boolean };
  }[];
}

/** The parts of Percona's object (`psmdb.percona.com/v1`, operator 1.23) that are used here. */
export interface PerconaServerMongoDB {
  readonly apiVersion: 'psmdb.percona.com/v1';
  readonly kind: 'PerconaServerMongoDB';
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations: Labels };
  readonly spec: {
    readonly crVersion: string;
    readonly image: string;
    readonly imagePullPolicy: 'IfNotPresent';
    readonly updateStrategy: 'SmartUpdate';
    readonly upgradeOptions: { readonly apply: 'disabled'; readonly setFCV: boolean };
    readonly storageScaling: { readonly enableVolumeScaling: boolean };
    readonly unsafeFlags?: { readonly replsetSize: true };
    readonly initContainerSecurityContext: ContainerSecurityContext;
    readonly tls: {
      readonly mode: 'requireTLS';
      readonly allowInvalidCertificates: boolean;
      readonly certManagementPolicy: 'userProvidedOnly';
    };
    readonly secrets: {
      readonly users: string;
      readonly encryptionKey: string;
      readonly ssl: string;
      readonly sslInternal: string;
    };
    readonly users: readonly {
      readonly name: string;
      readonly db: string;
      readonly passwordSecretRef: SecretKey;
      readonly roles: readonly { readonly name: string; readonly db: string }[];
    }[];
    readonly replsets: readonly ReplicaSet[];
    readonly sharding: { readonly enabled: boolean };
    readonly logcollector: { readonly enabled: boolean };
    readonly backup: BackupSpec;
  };
}
