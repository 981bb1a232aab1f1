import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { Construct } from 'constructs';
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
import { composedSecret } from './composed-secret';
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

/** A password made in the cluster, a certificate of the site's own authority, and the Secret that clients read. */
export function cacheCredentials(scope: Construct, request: CacheRequest): void {
  generatedSecret(scope, { name: passwordSecret(request), namespace: request.namespace, length: 40 });
  typedObject(scope, certificate(request));
  composedSecret(scope, {
    name: cacheName(request),
    namespace: request.namespace,
    from: {
      password: { secret: passwordSecret(request), key: 'value' },
      authority: { secret: tlsSecret(request), key: 'ca.crt' },
    },
    template: {
      host: cacheHost(request),
      port: `${cachePorts.server}`,
      username: 'default',
      password: '{{ .password }}',
      'ca.crt': '{{ .authority }}',
    },
  });
}
