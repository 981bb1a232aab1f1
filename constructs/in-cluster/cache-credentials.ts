import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import type { ISecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore';
import type { Construct } from 'constructs';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { siteIssuer } from '../kubernetes/site-issuer';
import { typedObject } from '../kubernetes/typed-object';
import {
  type CacheRequest,
  cacheHost,
  cacheName,
  cachePorts,
  nodeDomain,
  passwordSecret,
  tlsSecret,
} from './cache-names';
import { generatedSecret } from './generated-secret';

/**
 * Servers read their certificate when they start. It is renewed a year before it ends: by then every pod has moved to
 * another node at least once, because nodes are replaced with every version of Kubernetes.
 */
function certificate(request: CacheRequest): ICertificate {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: tlsSecret(request), namespace: request.namespace },
    spec: {
      secretName: tlsSecret(request),
      commonName: cacheName(request),
      dnsNames: [cacheHost(request), `${cacheHost(request)}.cluster.local`, `*.${nodeDomain(request)}`, 'localhost'],
      duration: '17520h',
      renewBefore: '8760h',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      issuerRef: siteIssuer,
    },
  };
}

/** External Secrets reads exactly two Secrets of this namespace to put the clients' one together. */
function reader(request: CacheRequest): [IServiceAccount, IRole, IRoleBinding, ISecretStore] {
  const name = `${cacheName(request)}-reader`;
  const metadata = { name, namespace: request.namespace };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: [passwordSecret(request), tlsSecret(request)],
          verbs: ['get'],
        },
        // By this it checks its own rights before it calls the store ready.
        { apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectrulesreviews'], verbs: ['create'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: request.namespace }],
    },
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata,
      spec: {
        provider: {
          kubernetes: {
            remoteNamespace: request.namespace,
            server: { caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt' } },
            auth: { serviceAccount: { name } },
          },
        },
      },
    },
  ];
}

/** The Secret that clients read, followed every quarter of an hour, so that a new authority reaches them. */
function connection(request: CacheRequest): IExternalSecret {
  const name = cacheName(request);
  const from = (secretKey: string, key: string, property: string) => ({ secretKey, remoteRef: { key, property } });
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace: request.namespace },
    spec: {
      refreshInterval: '15m',
      secretStoreRef: { kind: 'SecretStore', name: `${name}-reader` },
      target: {
        name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        template: {
          engineVersion: 'v2',
          data: {
            host: cacheHost(request),
            port: `${cachePorts.server}`,
            username: 'default',
            password: '{{ .password }}',
            'ca.crt': '{{ .authority }}',
          },
        },
      },
      data: [from('password', passwordSecret(request), 'value'), from('authority', tlsSecret(request), 'ca.crt')],
    },
  };
}

/** A password made in the cluster, a certificate of the site's own authority, and the Secret that clients read. */
export function cacheCredentials(scope: Construct, request: CacheRequest): void {
  generatedSecret(scope, { name: passwordSecret(request), namespace: request.namespace, length: 40 });
  typedObject(scope, certificate(request));
  for (const manifest of reader(request)) typedObject(scope, manifest);
  typedObject(scope, connection(request));
}
