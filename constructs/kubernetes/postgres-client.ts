import type { PostgresNeed } from '../../services';

/** Minor versions of 2026-08. */
const versions: Readonly<Record<PostgresNeed['majorVersion'], string>> = { 16: '16.15', 17: '17.11' };

/** psql, pg_dump and pg_restore as old as the server: a newer pg_restore sets what an older server does not know. */
export const postgresClient = (majorVersion: PostgresNeed['majorVersion']) => {
  const version = versions[majorVersion];
  /** The account of the image. */
  const user = 70;
  return { version, image: `docker.io/library/postgres:${version}-alpine`, user };
};
