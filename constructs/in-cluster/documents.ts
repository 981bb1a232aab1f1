import { operators } from '../../services';
import type { NeedBinder } from '../contracts';
import { networkPolicy, scrapers, tcp, usersOf } from '../kubernetes/network-policy';
import { typedObject } from '../kubernetes/typed-object';
import { addCleanup, cleanupPods } from './documents-backups';
import { documentsCluster } from './documents-cluster';
import { documentsCredentials } from './documents-credentials';
import { documentsName, documentsPods, documentsPorts, replicaSet } from './documents-names';

const server = [tcp(documentsPorts.server)];

/**
 * MongoDB by Percona's operator in the service's own namespace: a replica set of three members, one a zone, or of one,
 * with an oplog either way. TLS with the site's own authority, a user of the database alone, encrypted files.
 */
export const documents: NeedBinder<'documents'> = {
  bind: (request) => ({
    secretName: documentsName(request),
    replicaSet,
    egress: [{ namespace: request.namespace, podLabels: documentsPods(request), ports: server }],
  }),
  manifests: (scope, request, archive) => {
    const { namespace, service } = request;
    const podLabels = documentsPods(request);
    const members = { namespace, podLabels, ports: server };
    documentsCredentials(scope, request);
    typedObject(scope, documentsCluster(request, archive));
    if (archive) addCleanup(scope, request);
    networkPolicy(scope, {
      name: documentsName(request),
      namespace,
      podLabels,
      ingress: [
        { namespace, podLabels: { 'app.kubernetes.io/instance': service }, ports: server },
        members,
        ...(request.need.capture ? [usersOf(documentsName(request), server)] : []),
        {
          namespace: operators['percona-mongodb'].namespace,
          podLabels: { 'app.kubernetes.io/name': 'psmdb-operator' },
          ports: server,
        },
        ...(archive ? [{ namespace, podLabels: cleanupPods(request), ports: server }] : []),
        scrapers(documentsPorts.metrics),
      ],
      egress: [members, ...(archive ? [...archive.bucket.egress, ...archive.identity.egress] : [])],
    });
  },
};
