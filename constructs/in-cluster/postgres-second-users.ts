import type { ICluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import type { Construct } from 'constructs';
import type { PostgresNeed, SecondUser } from '../../services';
import { type NeedRequest, secondUser, secondUsers, secretName, userRequest } from '../contracts';
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

/** What each user besides the owner may do, as the operator makes it; rights on tables are the owner's to give. */
const roles: Readonly<Record<SecondUser, { readonly comment: string; readonly replication: boolean }>> = {
  capture: { comment: 'Follows changes of tables that it is granted.', replication: true },
  reader: { comment: 'Reads tables that it is granted.', replication: false },
};

/** What users besides the owner add to a cluster. The operator makes them: the owner may neither make users nor let them replicate. */
export function withSecondUsers(request: Request): Partial<ICluster['spec']> {
  const { need } = request;
  const users = secondUsers(need);
  if (users.length === 0) return {};
  return {
    managed: {
      roles: users.map((as) => ({
        name: secondUser(need, as),
        ...roles[as],
        ensure: 'present' as const,
        login: true,
        passwordSecret: { name: secretName(userRequest(request, as)) },
      })),
    },
    ...(keepsSlots(need)
      ? { replicationSlots: { highAvailability: { enabled: true, synchronizeLogicalDecoding: true } } }
      : {}),
  };
}

/** Address of all copies; the operator's own Service, which leads to those that follow. */
export const readHost = (request: Request): string => `${secretName(request)}-ro.${request.namespace}.svc`;

/** The Secrets of those users, which the operator reads and others are given. */
export function secondUserSecrets(scope: Construct, request: Request): void {
  const { namespace, need } = request;
  for (const as of secondUsers(need)) {
    const name = secretName(userRequest(request, as));
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
        username: secondUser(need, as),
        password: '{{ .password }}',
        dbname: need.database,
        ...((need.readReplicas ?? 0) > 0 ? { readHosts: readHost(request) } : {}),
      },
    });
  }
}
