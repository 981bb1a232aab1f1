import type { BucketBinding } from '../contracts';
import { bucketKind } from './bucket-kinds';

interface S3Store {
  readonly kind: 's3';
  readonly bucket: string;
  readonly region: string;
  /** Host, and port where it is not 443. */
  readonly endpoint: string;
  /** A store inside the cluster: plain HTTP, the bucket in the path. */
  readonly inCluster: boolean;
}
interface GcsStore {
  readonly kind: 'gcs';
  readonly bucket: string;
}
interface BlobStore {
  readonly kind: 'blobs';
  readonly account: string;
  readonly container: string;
}

/** Where objects lie, in words that every program here can be told. Who may write, the pod's own identity says. */
export type ObjectStore = S3Store | GcsStore | BlobStore;

type Binding = Pick<BucketBinding, 'uri' | 'env'>;

function s3Store({ uri, env }: Binding): S3Store {
  const region = typeof env.AWS_REGION === 'string' ? env.AWS_REGION : 'us-east-1';
  const own = env.AWS_ENDPOINT_URL_S3;
  return {
    kind: 's3',
    bucket: new URL(uri).hostname,
    region,
    endpoint: typeof own === 'string' ? new URL(own).host : `s3.${region}.amazonaws.com`,
    inCluster: typeof own === 'string',
  };
}

function blobStore({ uri }: Binding): BlobStore {
  const { username, hostname } = new URL(uri);
  return { kind: 'blobs', account: hostname.split('.')[0] ?? hostname, container: username };
}

const stores: Readonly<Record<string, ((binding: Binding) => ObjectStore) | undefined>> = {
  gcs: ({ uri }) => ({ kind: 'gcs', bucket: new URL(uri).hostname }),
  azure: blobStore,
};

/** Reads the address of a bucket and what its clients are told. An address of a scheme of its own is asked as S3 is. */
export const objectStore = (binding: Binding): ObjectStore =>
  (stores[bucketKind(binding.uri) ?? ''] ?? s3Store)(binding);

/** How a program wants each kind of store to be written. */
type Words<T> = { readonly [K in ObjectStore['kind']]: (store: Extract<ObjectStore, { readonly kind: K }>) => T };

const say = <T>(store: ObjectStore, words: Words<T>): T => (words[store.kind] as (store: ObjectStore) => T)(store);

type Settings = Readonly<Record<string, unknown>>;

/** Settings of Thanos' object store, without a secret. */
export const thanosStore = (store: ObjectStore) =>
  say<{ readonly type: string; readonly config: Settings }>(store, {
    gcs: ({ bucket }) => ({ type: 'GCS', config: { bucket } }),
    blobs: ({ account, container }) => ({ type: 'AZURE', config: { storage_account: account, container } }),
    s3: ({ bucket, endpoint, region, inCluster }) => ({
      type: 'S3',
      config: {
        bucket,
        endpoint,
        region,
        // Reads the environment first, then the identity of the pod.
        aws_sdk_auth: true,
        ...(inCluster ? { insecure: true, bucket_lookup_type: 'path' } : {}),
      },
    }),
  });

/** `common.storage` of Loki. */
export const lokiStorage = (store: ObjectStore) =>
  say<Settings>(store, {
    gcs: ({ bucket }) => ({ gcs: { bucket_name: bucket } }),
    blobs: ({ account, container }) => ({
      azure: { account_name: account, container_name: container, use_federated_token: true },
    }),
    s3: ({ bucket, endpoint, region, inCluster }) => ({
      s3: {
        bucketnames: bucket,
        region,
        ...(inCluster ? { endpoint: `http://${endpoint}`, s3forcepathstyle: true, insecure: true } : {}),
      },
    }),
  });

/** `storage.trace` of Tempo, as far as the store goes. */
export const tempoStorage = (store: ObjectStore) =>
  say<Settings & { readonly backend: string }>(store, {
    gcs: ({ bucket }) => ({ backend: 'gcs', gcs: { bucket_name: bucket } }),
    blobs: ({ account, container }) => ({
      backend: 'azure',
      azure: { storage_account_name: account, container_name: container, use_federated_token: true },
    }),
    s3: ({ bucket, endpoint, region, inCluster }) => ({
      backend: 's3',
      s3: { bucket, endpoint, region, ...(inCluster ? { insecure: true, forcepathstyle: true } : {}) },
    }),
  });

/** Secrets among what clients of a store are told: it wants a key, and the pod's identity is not enough. */
export const storeKey = ({ env }: Pick<BucketBinding, 'env'>) => {
  const key = env.AWS_SECRET_ACCESS_KEY;
  const id = env.AWS_ACCESS_KEY_ID;
  return typeof key === 'object' && typeof id === 'string' ? { id, ...key } : undefined;
};
