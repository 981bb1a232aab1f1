import type { Cloud } from './index';

/** What who runs a database can do of what an environment may ask. */
export interface PostgresLimits {
  readonly title: string;
  /** Copies for reads of one server. */
  readonly maxReadReplicas: number;
  /** Parameters that its users are not known to be able to set, with what to do instead. */
  readonly refused: Readonly<Record<string, string>>;
}

const perRole = 'set it for the role that needs it: ALTER ROLE ... SET transaction_timeout';

/**
 * Source: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html,
 * cloud.google.com/sql/docs/postgres/replication, cloud.google.com/sql/docs/postgres/flags,
 * learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas and server-parameters, 2026-11. A parameter is
 * refused where the cloud's list does not clearly have it: an apply that fails halfway is worse.
 */
export const managedPostgres: Readonly<Record<Cloud, PostgresLimits>> = {
  aws: { title: 'RDS', maxReadReplicas: 15, refused: {} },
  google: { title: 'Cloud SQL', maxReadReplicas: 10, refused: { transaction_timeout: perRole } },
  azure: {
    title: 'Azure Database for PostgreSQL',
    maxReadReplicas: 5,
    refused: {
      transaction_timeout: perRole,
      temp_file_limit: 'let storage grow by itself, and end long statements by statement_timeout',
    },
  },
};

/** CloudNativePG itself has no bound; beyond this, copies of one pod's log are more load than reads. */
export const clusterPostgres: PostgresLimits = { title: 'CloudNativePG', maxReadReplicas: 5, refused: {} };
