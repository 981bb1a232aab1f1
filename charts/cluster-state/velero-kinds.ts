/** Kinds of Velero, as far as they are made here. Source: its definitions, release 1.18.1. */

interface Named {
  readonly name: string;
  readonly namespace: string;
}

export interface BackupStorageLocation {
  readonly apiVersion: 'velero.io/v1';
  readonly kind: 'BackupStorageLocation';
  readonly metadata: Named;
  readonly spec: {
    readonly provider: string;
    readonly default?: boolean;
    readonly accessMode: 'ReadOnly' | 'ReadWrite';
    readonly objectStorage: { readonly bucket: string; readonly prefix: string };
    readonly config: Readonly<Record<string, string>>;
    /** How often backups that others wrote there are looked for. */
    readonly backupSyncPeriod: string;
    readonly validationFrequency: string;
  };
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'DoesNotExist' | 'NotIn';
    readonly values?: readonly string[];
  }[];
}

/** `spec` of a Backup; a Schedule has it as its template. */
export interface BackupSpec {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly storageLocation: string;
  readonly ttl: string;
  readonly includedNamespaces: readonly string[];
  readonly includedResources: readonly string[];
  readonly includeClusterResources?: boolean;
  readonly labelSelector?: LabelSelector;
  /** One of them is enough. */
  readonly orLabelSelectors?: readonly LabelSelector[];
  readonly snapshotVolumes: boolean;
  readonly snapshotMoveData?: boolean;
  readonly csiSnapshotTimeout?: string;
  readonly itemOperationTimeout?: string;
}

export interface Schedule {
  readonly apiVersion: 'velero.io/v1';
  readonly kind: 'Schedule';
  readonly metadata: Named;
  readonly spec: {
    readonly schedule: string;
    /** The first backup waits for its time. */
    readonly skipImmediately: boolean;
    readonly useOwnerReferencesInBackup: boolean;
    readonly template: BackupSpec;
  };
}
