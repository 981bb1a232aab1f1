import type { ICluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import type { Construct } from 'constructs';
import type { PostgresNeed } from '../../services';
import { captureRequest, captureUser, type NeedRequest, secretName } from '../contracts';
import { composedSecret } from './composed-secret';
import { generatedSecret } from './generated-secret';

type Request = NeedRequest<'postgres'>;

/** Logical slots are copied to standbys by PostgreSQL itself since this version. */
const slotsOnStandbysFrom = 17;

const keepsSlots = ({ capture = false, highlyAvailable, majorVersion }: PostgresNeed): boolean =>
  capture && highlyAvailable && majorVersion >= slotsOnStandbysFrom;

/** CloudNativePG decodes the log anyway; a slot must neither fill the volume nor be lost when a standby takes over. */
export const captureParameters = (need: PostgresNeed, keptLogGiB: number): Readonly<Record<string, string>> => ({
  ...(need.capture ? { max_slot_wal_keep_size: `${keptLogGiB}GB` } : {}),
  ...(keepsSlots(need) ? { sync_replication_slots: 'on', hot_standby_feedback: 'on' } : {}),
});

/** What a user who follows changes adds to a cluster. The operator makes it: the database's owner may not let others replicate. */
export function capturing(request: Request): Partial<ICluster['spec']> {
  const { need } = request;
  if (!need.capture) return {};
  return {
    managed: {
      roles: [
        {
          name: captureUser(need),
          comment: 'Follows changes of tables that it is granted.',
          ensure: 'present',
          login: true,
          replication: true,
          passwordSecret: { name: secretName(captureRequest(request)) },
        },
      ],
    },
    ...(keepsSlots(need)
      ? { replicationSlots: { highAvailability: { enabled: true, synchronizeLogicalDecoding: true } } }
      : {}),
  };
}

/** The Secret of that user, which the operator reads and captures are given. */
export function postgresCapture(scope: Construct, request: Request): void {
  const { namespace, need } = request;
  if (!need.capture) return;
  const name = secretName(captureRequest(request));
  const password = `${name}-password`;
  generatedSecret(scope, { name: password, namespace, length: 40 });
  composedSecret(scope, {
    name,
    namespace,
    type: 'kubernetes.io/basic-auth',
    // The operator looks at Secrets with this label again when they change.
    labels: { 'cnpg.io/reload': 'true' },
    from: { password: { secret: password, key: 'value' } },
    template: {
      host: `${secretName(request)}-rw.${namespace}.svc`,
      port: '5432',
      username: captureUser(need),
      password: '{{ .password }}',
      dbname: need.database,
    },
  });
}
