import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { Construct } from 'constructs';
import { secondUser, userRequest } from '../contracts';
import { siteIssuer } from '../kubernetes/site-issuer';
import { typedObject } from '../kubernetes/typed-object';
import { composedSecret } from './composed-secret';
import {
  certificateNames,
  type DocumentsRequest,
  documentsName,
  documentsPorts,
  memberHosts,
  membersDomain,
  passwordSecret,
  replicaSet,
  tlsSecret,
} from './documents-names';
import { generatedSecret } from './generated-secret';

/**
 * One certificate for all members, for clients and among themselves: members know each other by the organisation in it.
 * The operator restarts one member after the other when it is renewed, so that happens once a year.
 */
const certificate = (request: DocumentsRequest): ICertificate => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: tlsSecret(request), namespace: request.namespace },
  spec: {
    secretName: tlsSecret(request),
    commonName: documentsName(request),
    subject: { organizations: [`${request.namespace}.${documentsName(request)}`] },
    dnsNames: certificateNames(request),
    duration: '9480h',
    renewBefore: '720h',
    privateKey: { algorithm: 'RSA', size: 2048, rotationPolicy: 'Always' },
    usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
    issuerRef: siteIssuer,
  },
});

/** What a driver needs in one line; the password has letters and digits only, so nothing in it has to be escaped. */
function uri(request: DocumentsRequest, username: string): string {
  const { database } = request.need;
  const hosts = memberHosts(request).map((host) => `${host}:${documentsPorts.server}`);
  const options = `authSource=${database}&replicaSet=${replicaSet}&tls=true&w=majority`;
  return `mongodb://${username}:{{ .password }}@${hosts.join(',')}/${database}?${options}`;
}

/** A user's password made in the cluster, and the Secret that its clients read. */
function userSecrets(scope: Construct, request: DocumentsRequest, as: DocumentsRequest, username: string): void {
  const { namespace, need } = request;
  generatedSecret(scope, { name: passwordSecret(as), namespace, length: 40 });
  composedSecret(scope, {
    name: documentsName(as),
    namespace,
    from: {
      password: { secret: passwordSecret(as), key: 'value' },
      authority: { secret: tlsSecret(request), key: 'ca.crt' },
    },
    template: {
      uri: uri(request, username),
      host: membersDomain(request),
      port: `${documentsPorts.server}`,
      username,
      password: '{{ .password }}',
      dbname: need.database,
      'ca.crt': '{{ .authority }}',
    },
  });
}

/** A certificate of the site's own authority, and a Secret for each user. */
export function documentsCredentials(scope: Construct, request: DocumentsRequest): void {
  const { need } = request;
  typedObject(scope, certificate(request));
  userSecrets(scope, request, request, need.database);
  if (need.capture) userSecrets(scope, request, userRequest(request, 'capture'), secondUser(need, 'capture'));
}
