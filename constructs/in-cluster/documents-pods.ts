import { type DocumentsRequest, documentsPorts, internalUsersSecret } from './documents-names';
import type { PerconaServerMongoDB } from './documents-objects';

type Member = PerconaServerMongoDB['spec']['replsets'][number];

/** The account of Percona's images. */
export const memberUser = 1001;

/** What Pod Security `restricted` asks; the operator mounts what the programs write to. */
export const memberContainer: Member['containerSecurityContext'] = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

export const memberPod: Member['podSecurityContext'] = {
  runAsNonRoot: true,
  runAsUser: memberUser,
  runAsGroup: memberUser,
  fsGroup: memberUser,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

const exporterImage = 'docker.io/percona/mongodb_exporter:0.51.0';
const certificates = '/etc/mongodb-ssl';

/** Asks the member beside it, as the operator's own user for monitoring. */
export function exporter(request: DocumentsRequest): Member['sidecars'][number] {
  const user = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: internalUsersSecret(request), key } },
  });
  return {
    name: 'metrics-exporter',
    image: exporterImage,
    args: [
      '--collector.diagnosticdata',
      '--collector.replicasetstatus',
      '--collector.dbstats',
      '--collector.pbm',
      `--web.listen-address=:${documentsPorts.metrics}`,
    ],
    env: [
      {
        name: 'MONGODB_URI',
        value: `mongodb://localhost:${documentsPorts.server}/admin?tls=true&tlsCAFile=${certificates}/ca.crt`,
      },
      user('MONGODB_USER', 'MONGODB_CLUSTER_MONITOR_USER'),
      user('MONGODB_PASSWORD', 'MONGODB_CLUSTER_MONITOR_PASSWORD'),
    ],
    ports: [{ name: 'metrics', containerPort: documentsPorts.metrics }],
    // The operator's own volume with the certificate of the members.
    volumeMounts: [{ name: 'ssl', mountPath: certificates, readOnly: true }],
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    securityContext: memberContainer,
  };
}
