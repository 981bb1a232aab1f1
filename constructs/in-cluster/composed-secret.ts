import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import type { ISecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore';
import type { Construct } from 'constructs';
import { roleAccess, serviceAccount } from '../kubernetes/role-access';
import { typedObject } from '../kubernetes/typed-object';

export interface ComposedSecretProps {
  /** Of the Secret and its ExternalSecret; what may read for it is `<name>-reader`. */
  readonly name: string;
  readonly namespace: string;
  /** Namespace of the Secrets that are read. Default: the same. */
  readonly sourceNamespace?: string;
  /** Secrets of that namespace and their keys, by the word that stands for their value in the template. */
  readonly from: Readonly<Record<string, { readonly secret: string; readonly key: string }>>;
  /** Keys of the Secret; `{{ .word }}` is the value of that word. */
  readonly template: Readonly<Record<string, string>>;
  /** Default: none beyond those of External Secrets. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the Secret, as Kubernetes knows it. Default: `Opaque`. */
  readonly type?: 'kubernetes.io/basic-auth';
}

/** External Secrets reads exactly these Secrets to put another one together. */
function addReader(
  scope: Construct,
  { name: secret, namespace, sourceNamespace = namespace, from }: ComposedSecretProps,
) {
  const name = `${secret}-reader`;
  const metadata = { name, namespace };
  const store: ISecretStore = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata,
    spec: {
      provider: {
        kubernetes: {
          remoteNamespace: sourceNamespace,
          server: { caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt' } },
          auth: { serviceAccount: { name } },
        },
      },
    },
  };
  serviceAccount(scope, metadata);
  roleAccess(scope, {
    name,
    namespace: sourceNamespace,
    rules: [
      {
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: [...new Set(Object.values(from).map((source) => source.secret))],
        verbs: ['get'],
      },
      // By this it checks its own rights before it calls the store ready.
      { apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectrulesreviews'], verbs: ['create'] },
    ],
    accounts: [metadata],
  });
  typedObject(scope, store);
}

/** A Secret put together from others, followed every quarter of an hour, so that a new authority reaches its readers. */
export function composedSecret(scope: Construct, props: ComposedSecretProps): void {
  const { name, namespace, from, template, labels, type } = props;
  const secret: IExternalSecret = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval: '15m',
      secretStoreRef: { kind: 'SecretStore', name: `${name}-reader` },
      target: {
        name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        template: {
          engineVersion: 'v2',
          data: { ...template },
          ...(labels ? { metadata: { labels: { ...labels } } } : {}),
          ...(type ? { type } : {}),
        },
      },
      data: Object.entries(from).map(([secretKey, source]) => ({
        secretKey,
        remoteRef: { key: source.secret, property: source.key },
      })),
    },
  };
  addReader(scope, props);
  typedObject(scope, secret);
}
