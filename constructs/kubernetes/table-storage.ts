import type { BucketBinding } from '../contracts';

/** How the catalogue and the engine reach the files of tables, each in its own words. */
export interface TableStore {
  /** Lakekeeper's `storage-profile`. Clients sign in by themselves: nothing is vended. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** Lakekeeper's `storage-credential`; `$NAME` is a variable of the process. */
  readonly credential: Readonly<Record<string, unknown>>;
  /** Trino's catalogue properties; `${ENV:NAME}` is a variable of the process. */
  readonly engine: Readonly<Record<string, string>>;
}

const variable = (name: string): string => `\${ENV:${name}}`;
const text = (value: BucketBinding['env'][string] | undefined): string => (typeof value === 'string' ? value : '');

/**
 * By the scheme of the store's address, as every program names it. Sources: docs.lakekeeper.io/docs/0.14.x/storage,
 * trino.io/docs/current/object-storage. Where the binding has an endpoint of its own, it has a key too; everywhere else
 * the pods' identity signs in.
 */
const storeByScheme: Readonly<Record<string, ((binding: BucketBinding) => TableStore) | undefined>> = {
  s3: ({ name, env }) => {
    const endpoint = text(env.AWS_ENDPOINT_URL_S3);
    const region = text(env.AWS_REGION);
    return {
      profile: {
        type: 's3',
        bucket: name,
        region,
        flavor: endpoint ? 's3-compat' : 'aws',
        ...(endpoint ? { endpoint, 'path-style-access': true } : {}),
        'sts-enabled': false,
        'remote-signing-enabled': false,
      },
      credential: endpoint
        ? {
            type: 's3',
            'credential-type': 'access-key',
            'aws-access-key-id': text(env.AWS_ACCESS_KEY_ID),
            'aws-secret-access-key': '$AWS_SECRET_ACCESS_KEY',
          }
        : { type: 's3', 'credential-type': 'aws-system-identity' },
      engine: {
        'fs.s3.enabled': 'true',
        's3.region': region,
        ...(endpoint
          ? {
              's3.endpoint': endpoint,
              's3.path-style-access': 'true',
              's3.aws-access-key': text(env.AWS_ACCESS_KEY_ID),
              's3.aws-secret-key': variable('AWS_SECRET_ACCESS_KEY'),
            }
          : {}),
      },
    };
  },
  gs: ({ name, env }) => ({
    profile: { type: 'gcs', bucket: name, 'sts-enabled': false },
    credential: { type: 'gcs', 'credential-type': 'gcp-system-identity' },
    engine: {
      'fs.gcs.enabled': 'true',
      'gcs.project-id': text(env.GOOGLE_CLOUD_PROJECT),
      // By default it asks for a key, and does not start without.
      'gcs.auth-type': 'APPLICATION_DEFAULT',
    },
  }),
  wasbs: ({ uri }) => {
    const { username: container, hostname } = new URL(uri);
    return {
      profile: {
        type: 'adls',
        'account-name': hostname.split('.')[0],
        filesystem: container,
        'sas-enabled': false,
      },
      credential: { type: 'az', 'credential-type': 'azure-system-identity' },
      engine: { 'fs.azure.enabled': 'true', 'azure.auth-type': 'DEFAULT' },
    };
  },
};

/** Stores of other kinds have no words of their own here, and are reached by what the process's environment says. */
export function tableStore(binding: BucketBinding): TableStore {
  const scheme = binding.uri.slice(0, binding.uri.indexOf(':'));
  return (
    storeByScheme[scheme]?.(binding) ?? { profile: { type: scheme, bucket: binding.name }, credential: {}, engine: {} }
  );
}
