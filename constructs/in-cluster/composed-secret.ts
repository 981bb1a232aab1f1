import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import type { ISecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore';
import type { Construct } from 'constructs';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
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
function reader({
  name: secret,
  namespace,
  sourceNamespace = namespace,
  from,
}: ComposedSecretProps): [IServiceAccount, IRole, IRoleBinding, ISecretStore] {
  const name = `${secret}-reader`;
  const metadata = { name, namespace };
  const source = { name, namespace: sourceNamespace };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: source,
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
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: source,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    {
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
    },
  ];
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
  for (const manifest of reader(props)) typedObject(scope, manifest);
  typedObject(scope, secret);
}
