import type { NeedKind } from '../../services';

/** Where traffic may go or come from, as a network policy can say it. */
export type NetworkPeer =
  | { readonly cidr: string; readonly except?: readonly string[]; readonly ports: readonly Port[] }
  | {
      readonly namespace: string;
      /** Labels of the pods; empty: every pod of the namespace. */
      readonly podLabels: Readonly<Record<string, string>>;
      readonly ports: readonly Port[];
    };

export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** An environment variable of a container: a plain value, or a key of a Kubernetes Secret. */
export type EnvValue = string | { readonly secret: string; readonly key: string };

/** The Secret has the keys `host`, `port`, `username`, `password`, `dbname`. Letters and digits only in the password. */
export interface PostgresBinding {
  readonly secretName: string;
  /** libpq's `sslmode` that the server's certificate allows. */
  readonly sslMode: 'require' | 'verify-full';
  readonly egress: readonly NetworkPeer[];
}

export interface BucketBinding {
  readonly name: string;
  /** What fsspec-like clients read: `s3://…`, `gs://…`, `wasbs://…`. */
  readonly uri: string;
  /** What clients of this store need to know besides their identity. */
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly egress: readonly NetworkPeer[];
}

/** The Secret has one key, `value`. */
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
  readonly secret: SecretBinding;
  readonly identity: IdentityBinding;
  readonly key: KeyBinding;
}

/** The bindings of a service, under the names of its needs. */
export type BindingsOf<Needs> = {
  readonly [N in keyof Needs]: Needs[N] extends { readonly kind: infer K extends NeedKind } ? BindingByKind[K] : never;
};
