import type { PostgresUser } from '../../constructs/contracts';

const identifier = (name: string): string => `"${name}"`;
const literal = (text: string): string => `'${text}'`;
const qualified = (table: string): string => table.split('.').map(identifier).join('.');

/** The user itself, where the server's owner makes it. Its password follows apart: `jobScript` says why. */
export const userSql = ({ username, rights = [] }: PostgresUser): string =>
  [
    `SELECT format('CREATE ROLE %I LOGIN', ${literal(username)})`,
    `  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(username)}) \\gexec`,
    ...rights.map((statement) => `${statement};`),
    '',
  ].join('\n');

/**
 * Exactly these tables: read by the user, and published under this name. Whatever else it was granted before is taken
 * back. All or nothing, and nothing changes where all is as it should be.
 */
export function captureSql(username: string, publication: string, tables: readonly string[]): string {
  const user = identifier(username);
  const sorted = [...new Set(tables)].sort();
  const names = `ARRAY[${sorted.map(literal).join(', ')}]::text[]`;
  const list = sorted.map(qualified).join(', ');
  const schemas = [...new Set(sorted.map((table) => table.split('.')[0] ?? ''))];
  return [
    'BEGIN;',
    "SELECT DISTINCT format('REVOKE ALL ON TABLE %I.%I FROM %I', table_schema, table_name, grantee)",
    '  FROM information_schema.role_table_grants',
    `  WHERE grantee = ${literal(username)} AND table_schema || '.' || table_name <> ALL (${names}) \\gexec`,
    ...schemas.map((schema) => `GRANT USAGE ON SCHEMA ${identifier(schema)} TO ${user};`),
    `GRANT SELECT ON TABLE ${list} TO ${user};`,
    `SELECT format('CREATE PUBLICATION %I', ${literal(publication)})`,
    `  WHERE NOT EXISTS (SELECT FROM pg_publication WHERE pubname = ${literal(publication)}) \\gexec`,
    `SELECT ${literal(`ALTER PUBLICATION ${identifier(publication)} SET TABLE ${list}`)}`,
    '  WHERE ARRAY(',
    "    SELECT schemaname || '.' || tablename FROM pg_publication_tables",
    `    WHERE pubname = ${literal(publication)} ORDER BY (schemaname || '.' || tablename) COLLATE "C"`,
    `  ) IS DISTINCT FROM ${names} \\gexec`,
    'COMMIT;',
    '',
  ].join('\n');
}

/** Every table of the owner, those to come too, in every schema of the owner's; views are tables here. */
export function readerSql(username: string): string {
  const user = identifier(username);
  const mine = '= (SELECT oid FROM pg_roles WHERE rolname = current_user)';
  return [
    'BEGIN;',
    `ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO ${user};`,
    `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${user};`,
    `SELECT format('GRANT USAGE ON SCHEMA %I TO ${user}', nspname) FROM pg_namespace WHERE nspowner ${mine} \\gexec`,
    `SELECT format('GRANT SELECT ON TABLE %I.%I TO ${user}', nspname, relname)`,
    '  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace',
    `  WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relowner ${mine} AND nspname !~ '^pg_' \\gexec`,
    'COMMIT;',
    '',
  ].join('\n');
}

/**
 * Runs both as the owner. The password goes through psql's own `\password`, which sends a hash: as a statement it would
 * stand in the server's log of what changes the schema. That asks a terminal, so the program is given none.
 */
export const jobScript = (folder: string): string =>
  [
    'set -eu',
    'run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }',
    'as_user() { PGUSER="$SECOND_USER" PGPASSWORD="$SECOND_PASSWORD" run --command "SELECT 1" >/dev/null 2>&1; }',
    `if [ -f "${folder}/user.sql" ]; then`,
    `  run --file "${folder}/user.sql"`,
    '  as_user || printf "%s\\n%s\\n" "$SECOND_PASSWORD" "$SECOND_PASSWORD" | setsid psql --no-psqlrc --quiet --command "\\\\password $SECOND_USER"',
    'fi',
    `run --file "${folder}/grants.sql"`,
    'as_user || { echo "$SECOND_USER cannot sign in yet"; exit 1; }',
  ].join('\n');
