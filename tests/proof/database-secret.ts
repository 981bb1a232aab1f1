import type { PostgresServer } from './tools/postgres-server';

/** Reads a Secret by its name and key. Throws where a test gives no value for the key. */
export type SecretReader = (name: string, key: string) => string;

/**
 * Secrets of a service whose database is a server of the test: the keys that operators write, and what `value` has beside
 * them. The server is asked for late, as it starts after the suite is read.
 */
export const databaseSecret =
  (
    server: () => PostgresServer,
    database: string,
    value: (name: string, key: string) => string | undefined,
  ): SecretReader =>
  (name, key) => {
    const { host, port, user, password } = server();
    const written: Readonly<Record<string, string>> = {
      host,
      port: String(port),
      username: user,
      password,
      dbname: database,
    };
    const found = value(name, key) ?? written[key];
    if (found === undefined) throw new Error(`no test value for the key ${key} of ${name}`);
    return found;
  };
