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
  /** Pages carry checksums. Default: false. */
  readonly dataChecksums?: boolean;
  /** Begins as a copy of this server. Default: empty. */
  readonly copyOf?: CopySource;
  /** Program to use; the located one by default. Its siblings `initdb`, `psql`, `pg_basebackup` and `pg_rewind` are used too. */
  readonly program?: string;
}

export interface CopySource {
  readonly server: Pick<PostgresServer, 'user' | 'password' | 'port' | 'query'>;
  /** Name under which it asks for the log. */
  readonly name: string;
  /** Where it follows; the server's own port by default. */
  readonly port?: number;
  /** Whether it goes on to follow; else it stays a copy of that moment until it is promoted. Default: true. */
  readonly follows?: boolean;
  /** A folder that `backUp` filled, to begin from instead of the server itself. Default: none. */
  readonly backup?: string;
}

export interface PostgresServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Path of the client that belongs to it. */
  readonly psql: string;
  /** Certificate that vouches for the server; set with TLS. */
  readonly certificatePath?: string;
  /** Connection URL of a database, without TLS parameters. Default: postgres. */
  url(database?: string): string;
  createDatabase(name: string): Promise<void>;
  /** Runs SQL; gives what psql printed, unaligned and without headers. Throws with psql's message. */
  query(sql: string, database?: string): Promise<string>;
  /** Writes a base backup without logs into a new folder, as one archive; the account of Postgres must be let in above it. */
  backUp(folder: string): Promise<void>;
  /** Kills every process of it at once, as a lost machine would; its data stays. */
  crash(): Promise<void>;
  /** Starts it again on its data. */
  start(): Promise<void>;
  /** Takes back what it has beyond another server, which it then follows from its next start. Only while it is down. */
  demote(source: CopySource): Promise<void>;
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

/** A process and its children, which Postgres puts into sessions of their own. */
async function killAll(pid: number): Promise<void> {
  const { stdout } = await runCommand('ps', ['-o', 'pid=', '--ppid', String(pid)]);
  for (const one of [pid, ...stdout.split('\n').map(Number).filter(Boolean)]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

/** Starts a Postgres on loopback, empty or as a copy, with password authentication. Throws where it is missing or does not start. */
export async function startPostgresServer(props: PostgresServerProps = {}): Promise<PostgresServer> {
  const report = props.program === undefined ? await locateTools() : undefined;
  const program = props.program ?? report?.pathOf('postgres');
  if (program === undefined) throw new Error(`no Postgres: ${report?.missing(['postgres']).join('; ')}`);
  const programs = dirname(realpathSync(program));
  const sibling = (name: string) => join(programs, name);
  const { copyOf } = props;
  const { user = copyOf?.server.user ?? 'evenkeel', password = copyOf?.server.password ?? randomUUID() } = props;
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
  const initialise = async (): Promise<void> => {
    const checksums = props.dataChecksums ? ['--data-checksums'] : [];
    const initdb = ['-D', data, '-U', user, '--auth=scram-sha-256', `--pwfile=${join(home, 'password')}`, ...checksums];
    accepted(
      'initdb',
      await runCommand(sibling('initdb'), [...initdb, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], {
        ...identity,
        cwd: home,
      }),
    );
  };
  /** Password and name in a file that only Postgres reads. */
  const follow = ({ server, name, port: from = server.port, follows = true }: CopySource): void => {
    const address = `host=127.0.0.1 port=${from} user=${server.user} password=${server.password} application_name=${name}`;
    const conninfo = follows ? `primary_conninfo = '${address}'\n` : '';
    writeFileSync(join(data, 'postgresql.auto.conf'), conninfo, { mode: 0o600 });
    writeFileSync(join(data, 'standby.signal'), '');
    if (uid !== undefined && gid !== undefined) {
      for (const file of ['postgresql.auto.conf', 'standby.signal']) chownSync(join(data, file), uid, gid);
    }
  };
  const copyFrom = async (source: CopySource): Promise<void> => {
    const { server, backup } = source;
    if (backup !== undefined) {
      const unpack = ['-xf', join(backup, 'base.tar'), '-C', data];
      accepted('tar', await runCommand('tar', unpack, { ...identity, cwd: home }));
      follow(source);
      return;
    }
    const from = ['-h', '127.0.0.1', '-p', String(server.port), '-U', server.user];
    accepted(
      'pg_basebackup',
      await runCommand(sibling('pg_basebackup'), [...from, '-D', data, '--checkpoint=fast', '--no-sync'], {
        ...identity,
        cwd: home,
        env: { ...process.env, PGPASSWORD: server.password },
      }),
    );
    follow(source);
  };
  try {
    await (copyOf ? copyFrom(copyOf) : initialise());
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
    // In the file, because programs beside the server read it, too.
    const quoted = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    writeFileSync(join(data, 'postgresql.conf'), quoted.join(''));
    const serve = () =>
      startService({
        name: 'postgres',
        command: program,
        arguments: ['-D', data, '-p', String(port)],
        logPath: join(home, 'postgres.log'),
        ready: async () => (await psql('postgres', 'select 1')).exitCode === 0,
        // Its "fast shutdown": sessions are ended rather than waited for.
        stopSignal: 'SIGINT',
        cwd: home,
        ...identity,
      });
    let service = await serve();
    const query = async (sql: string, database = 'postgres') => accepted('psql', await psql(database, sql));
    return {
      host: '127.0.0.1',
      port,
      user,
      password,
      psql: sibling('psql'),
      certificatePath,
      url: (database = 'postgres') =>
        `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
      createDatabase: async (name) => {
        await query(`create database "${name.replaceAll('"', '""')}"`);
      },
      query,
      backUp: async (folder) => {
        const from = ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-D', folder];
        accepted(
          'pg_basebackup',
          await runCommand(sibling('pg_basebackup'), [...from, '-Ft', '-X', 'none', '--checkpoint=fast', '--no-sync'], {
            ...identity,
            cwd: home,
            env: { ...process.env, PGPASSWORD: password },
          }),
        );
      },
      crash: async () => {
        await killAll(service.pid);
        await service.kill();
      },
      start: async () => {
        service = await serve();
      },
      demote: async (source) => {
        const { server } = source;
        // Before its first checkpoint a promoted server does not show pg_rewind that it went its own way.
        await server.query('checkpoint');
        const from = `host=127.0.0.1 port=${server.port} user=${server.user} dbname=postgres`;
        accepted(
          'pg_rewind',
          await runCommand(sibling('pg_rewind'), ['-D', data, `--source-server=${from}`, '--no-sync'], {
            ...identity,
            cwd: home,
            env: { ...process.env, PGPASSWORD: server.password },
          }),
        );
        follow(source);
      },
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
