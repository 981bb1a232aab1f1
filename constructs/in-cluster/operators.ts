import type { NeedKind, OperatorName } from '../../services';

/** Operators that a need calls for when it is met inside the cluster. */
export const inClusterOperators: Readonly<Record<NeedKind, readonly OperatorName[]>> = {
  postgres: ['cloudnative-pg'],
  bucket: ['external-secrets'],
  secret: ['external-secrets'],
  cache: ['cert-manager', 'external-secrets'],
  warehouse: [],
  files: [],
  documents: ['percona-mongodb', 'cert-manager', 'external-secrets'],
  kafka: ['strimzi', 'strimzi-drain-cleaner', 'external-secrets'],
  topic: ['external-secrets'],
  credential: ['external-secrets'],
  identity: [],
  key: [],
  route: [],
  endpoint: ['external-secrets'],
  databaseUser: ['external-secrets'],
  sharedBucket: [],
  pool: [],
};
