import type { BucketBinding, EnvValue } from '../contracts';

const version = '1.76.0';

/** The one program that speaks to the object storage of every cloud, as the identity of its pod. */
export const rclone = { name: 'rclone', version, image: `docker.io/rclone/rclone:${version}` } as const;

type Settings = Readonly<Record<string, string>>;

interface Store {
  settings(bucket: BucketBinding): Settings;
  /** Bucket or container, as a path of the remote. */
  path(uri: URL): string;
}

const plain = (value: EnvValue | undefined): string => (typeof value === 'string' ? value : '');

/** By the scheme of the bucket's address. None of them asks for the bucket itself: it is there, and that is a right of its own. */
const stores: Readonly<Record<string, Store | undefined>> = {
  's3:': {
    settings: ({ env }) => ({
      TYPE: 's3',
      PROVIDER: 'AWS',
      REGION: plain(env.AWS_REGION),
      NO_CHECK_BUCKET: 'true',
      USE_DATA_INTEGRITY_PROTECTIONS: 'true',
    }),
    path: ({ host }) => host,
  },
  'gs:': {
    settings: () => ({ TYPE: 'google cloud storage', BUCKET_POLICY_ONLY: 'true', NO_CHECK_BUCKET: 'true' }),
    path: ({ host }) => host,
  },
  'wasbs:': {
    settings: ({ name }) => ({ TYPE: 'azureblob', ACCOUNT: name, NO_CHECK_CONTAINER: 'true' }),
    path: ({ username }) => username,
  },
};

/**
 * Environment of a container in which `$STORE` is the bucket for rclone. There is no configuration file and no key.
 * @throws when the bucket is in a store that no cloud runs
 */
export function rcloneEnvironment(bucket: BucketBinding): Readonly<Record<string, EnvValue>> {
  const uri = new URL(bucket.uri);
  const store = stores[uri.protocol];
  if (!store) throw new Error(`${bucket.uri}: rclone is set up for ${Object.keys(stores).join(', ')} only`);
  const settings = { ...store.settings(bucket), ENV_AUTH: 'true' };
  return {
    ...bucket.env,
    RCLONE_CONFIG: '',
    // Of an object under an own key S3 knows no sum of the content; what is sent has one that the store compares.
    RCLONE_IGNORE_CHECKSUM: 'true',
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`RCLONE_CONFIG_STORE_${name}`, value])),
    STORE: `store:${store.path(uri)}`,
  };
}
