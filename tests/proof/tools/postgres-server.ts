import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CommandResult, lastWords, runCommand } from './command';
import { freePort } from './free-port';
import { locateTools } from './locate';
import { startService } from './service-process';

export interface PostgresServerProps {
  /** A free one by default. */
  readonly port?: number;
  /** Superuser. Default: evenkeel. */
  readonly user?: string;
  /** A random one by default. */
  readonly password?: string;
  /** Take TLS connections only, with a certificate for 127.0.0.1 and localhost. Default: false. */
  readonly tls?: boolean;
  /** Settings of the server beyond its own, e.g. `wal_level`. Default: none. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Program to use; the located one by default. Its siblings `initdb` and `psql` are used too. */
  readonly program?: string;
}

export interface PostgresServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Certificate that vouches for the server; set with TLS. */
  readonly certificatePath?: string;
  /** Connection URL of a database, without TLS parameters. Default: postgres. */
  url(database?: string): string;
  createDatabase(name: string): Promise<void>;
  /** Runs SQL; gives what psql printed, unaligned and without headers. Throws with psql's message. */
  query(sql: string, database?: string): Promise<string>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

function accepted(what: string, result: CommandResult): string {
  if (result.exitCode !== 0) throw new Error(`${what} failed: ${lastWords(result)}`);
  return result.stdout.trim();
}

/** Postgres refuses to run as root: there its own account runs it. */
async function serverIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number(accepted('id', await runCommand('id', [flag, 'postgres'])))),
  );
  return { uid, gid };
}

async function writeCertificate(home: string, identity: Identity): Promise<string> {
  const certificatePath = join(home, 'server.crt');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', join(home, 'server.key')];
  accepted(
    'openssl',
    await runCommand('openssl', ['req', '-x509', '-nodes', '-days', '2', ...key, '-out', certificatePath, ...subject], {
      ...identity,
      cwd: home,
    }),
  );
  return certificatePath;
}

/** Starts an empty Postgres on loopback with password authentication. Throws where it is missing or does not start. */
export async function startPostgresServer(props: PostgresServerProps = {}): Promise<PostgresServer> {
  const report = props.program === undefined ? await locateTools() : undefined;
  const program = props.program ?? report?.pathOf('postgres');
  if (program === undefined) throw new Error(`no Postgres: ${report?.missing(['postgres']).join('; ')}`);
  const programs = dirname(realpathSync(program));
  const sibling = (name: string) => join(programs, name);
  const { user = 'evenkeel', password = randomUUID() } = props;
  const port = props.port ?? (await freePort());
  const identity = await serverIdentity();

  // Only the system's temporary folder is sure to be open to the account that runs Postgres.
  const home = mkdtempSync(join(tmpdir(), 'evenkeel-postgres-'));
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(home, 'password'), password, { mode: 0o600 });
  const { uid, gid } = identity;
  if (uid !== undefined && gid !== undefined) {
    for (const path of [home, data, join(home, 'password')]) chownSync(path, uid, gid);
  }
  const psql = async (database: string, sql: string): Promise<CommandResult> =>
    runCommand(sibling('psql'), ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', String(port), '-c', sql], {
      env: { ...process.env, PGUSER: user, PGPASSWORD: password, PGDATABASE: database, PGCONNECT_TIMEOUT: '5' },
    });
  try {
    const initialise = ['-D', data, '-U', user, '--auth=scram-sha-256', `--pwfile=${join(home, 'password')}`];
    accepted(
      'initdb',
      await runCommand(sibling('initdb'), [...initialise, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], {
        ...identity,
        cwd: home,
      }),
    );
    const certificatePath = props.tls === true ? await writeCertificate(home, identity) : undefined;
    if (certificatePath !== undefined) {
      const rules = ['local all all scram-sha-256', 'hostssl all all 127.0.0.1/32 scram-sha-256'];
      writeFileSync(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
    }
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: home,
      fsync: 'off',
      ...props.settings,
      ...(certificatePath === undefined
        ? {}
        : { ssl: 'on', ssl_cert_file: certificatePath, ssl_key_file: join(home, 'server.key') }),
    };
    const service = await startService({
      name: 'postgres',
      command: program,
      arguments: [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      logPath: join(home, 'postgres.log'),
      ready: async () => (await psql('postgres', 'select 1')).exitCode === 0,
      // Its "fast shutdown": sessions are ended rather than waited for.
      stopSignal: 'SIGINT',
      cwd: home,
      ...identity,
    });
    const query = async (sql: string, database = 'postgres') => accepted('psql', await psql(database, sql));
    return {
      host: '127.0.0.1',
      port,
      user,
      password,
      certificatePath,
      url: (database = 'postgres') =>
        `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
      createDatabase: async (name) => {
        await query(`create database "${name.replaceAll('"', '""')}"`);
      },
      query,
      stop: async () => {
        await service.stop();
        rmSync(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}
