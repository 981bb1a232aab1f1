import type { EnvValue, PostgresBinding } from '../contracts';

type Environment = Readonly<Record<string, EnvValue>>;

/** Certificate authorities of images made from Debian: what `verify-full` checks a server against. */
export const publicAuthorities = '/etc/ssl/certs/ca-certificates.crt';

const fromSecret =
  (keys: Readonly<Record<string, string>>) =>
  (secretName: string): Environment =>
    Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, { secret: secretName, key }]));

/** Of a `PostgresBinding`'s Secret, for an address that Kubernetes puts together from `$(DB_HOST)` and the others. */
export const databaseParts = fromSecret({
  DB_HOST: 'host',
  DB_PORT: 'port',
  DB_NAME: 'dbname',
  DB_USER: 'username',
  DB_PASSWORD: 'password',
});

/** The same by the names that libpq itself reads. */
export const libpqParts = fromSecret({
  PGHOST: 'host',
  PGPORT: 'port',
  PGDATABASE: 'dbname',
  PGUSER: 'username',
  PGPASSWORD: 'password',
});

/** What libpq checks of the server. `authorities`: a file of the image, or `system` for those of its OpenSSL. */
export const libpqTls = (
  sslMode: PostgresBinding['sslMode'],
  authorities: string = publicAuthorities,
): Environment => ({
  PGSSLMODE: sslMode,
  ...(sslMode === 'verify-full' ? { PGSSLROOTCERT: authorities } : {}),
});
