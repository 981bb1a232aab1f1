import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CredentialNeed } from '../../services';

/** The ClusterSecretStore that every cloud site has. */
export const siteSecretStore = 'site';

export interface ExternalSecretProps {
  /** Of the ExternalSecret and of the Secret it makes. */
  readonly name: string;
  readonly namespace: string;
  /** Name of the secret in the cloud's store. */
  readonly remoteKey: string;
  /** Keys of the remote JSON document to copy under the same name; none: the whole text becomes one key. */
  readonly properties: readonly string[];
  /** That one key. Default: `value`. */
  readonly wholeAs?: string;
  /** Keys of the Secret that have another name in the document, with that name. Default: none. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Kubernetes type of the Secret. Default: `Opaque`. */
  readonly type?: string;
}

/** A certificate is entered under plain names; a Secret for TLS wants those with dots, which paths into a document cannot have. */
export const credentialKeys = ({
  keys,
  tls,
}: Pick<CredentialNeed, 'keys' | 'tls'>): Pick<ExternalSecretProps, 'properties' | 'renamed' | 'type'> =>
  tls
    ? { properties: [], renamed: { 'tls.crt': 'certificate', 'tls.key': 'key' }, type: 'kubernetes.io/tls' }
    : { properties: keys };

/** Copies a secret of the site's store into a namespace and keeps it fresh. */
export function externalSecret(scope: Construct, props: ExternalSecretProps): ApiObject {
  const { name, namespace, remoteKey, properties, wholeAs = 'value', renamed = {}, type } = props;
  const renames = Object.entries(renamed);
  const manifest: IExternalSecret = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval: '15m',
      secretStoreRef: { kind: 'ClusterSecretStore', name: siteSecretStore },
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain', ...(type ? { template: { type } } : {}) },
      data:
        properties.length + renames.length === 0
          ? [{ secretKey: wholeAs, remoteRef: { key: remoteKey } }]
          : [...properties.map((property) => [property, property] as const), ...renames].map(
              ([secretKey, property]) => ({ secretKey, remoteRef: { key: remoteKey, property } }),
            ),
    },
  };
  return new ApiObject(scope, `external-secret-${name}`, manifest as ConstructorParameters<typeof ApiObject>[2]);
}

/** Keys that every PostgreSQL secret has, whoever made it. */
const postgresKeys = ['host', 'port', 'username', 'password', 'dbname'] as const;

/** With the addresses of read replicas, where there are some. */
export const postgresSecretKeys = ({ readReplicas = 0 }: { readonly readReplicas?: number }): readonly string[] =>
  readReplicas > 0 ? [...postgresKeys, 'readHosts'] : postgresKeys;

/** Keys that the secret of a cache has where clients sign in by a password. */
export const cacheSecretKeys = ['host', 'port', 'username', 'password'] as const;
