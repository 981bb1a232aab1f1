import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DrillGround, Mechanism } from '../../runbooks/drill/drill';
import { localContainer, type PodSpec } from './local-container';
import { type RenderedPostgres, serverSettings } from './rendered-postgres';
import { toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { startPostgresWriter } from './tools/postgres-writer';

/** A job as it was rendered, with the files that it mounts. */
export interface RenderedJob {
  readonly spec: PodSpec;
  readonly files: Readonly<Record<string, string>>;
}

/** A site, by what is rendered for it while it follows the other one. */
export interface FollowingSide {
  /** Folder of the archive that it reads, and the one that it writes once it is promoted. */
  readonly source: string;
  readonly own: string;
  /** Carries the first one over. */
  readonly copy: RenderedJob;
}

export interface ArchiveGroundProps {
  readonly cluster: RenderedPostgres;
  readonly heartbeat: RenderedJob;
  /** The recovery site before the loss, and the old primary after it. */
  readonly standby: FollowingSide;
  readonly returned: FollowingSide;
  readonly mechanism: Mechanism;
}

const database = 'orders';
/** Objects younger than ten seconds are left to the next pass. */
const youngMs = 11_000;
/** Five minutes in the cluster. */
const logEvery = '1s';
const patienceMs = 60_000;

/** What CloudNativePG exports as `cnpg_pg_replication_lag`. Source: its `config/manager/default-monitoring.yaml` */
const ageSql = `select case when not pg_is_in_recovery() or pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
  else greatest(0, extract(epoch from now() - pg_last_xact_replay_timestamp())) end`;

const contentSql = "select count(*) || ' rows, ' || md5(string_agg(id || marker, ',' order by id)) from markers";

/** A folder that the account of Postgres may write to. */
function openFolder(path: string, root: string): string {
  mkdirSync(path, { recursive: true });
  for (let one = path; one.startsWith(root); one = dirname(one)) chmodSync(one, 0o777);
  return path;
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${patienceMs / 1000} s`);
    await pause(100);
  }
}

/**
 * Two sites with a bucket each, as folders, and the jobs between them as rendered. Programs of Postgres stand in for the
 * plugin of the operator: they write and read base backups and logs in the folders that the rendered cluster names.
 */
export class ArchiveGround implements DrillGround {
  private readonly home = mkdtempSync(join(tmpdir(), 'evenkeel-archives-'));
  private readonly buckets = { here: join(this.home, 'here'), there: join(this.home, 'there') } as const;
  private primary?: PostgresServer;
  private copy?: PostgresServer;
  private serving?: PostgresServer;
  private returned?: PostgresServer;

  private constructor(private readonly props: ArchiveGroundProps) {}

  static async open(props: ArchiveGroundProps): Promise<ArchiveGround> {
    const ground = new ArchiveGround(props);
    try {
      await ground.begin();
      return ground;
    } catch (error) {
      await ground.close();
      throw error;
    }
  }

  private async begin(): Promise<void> {
    const { cluster, standby } = this.props;
    const archive = this.archiveOf('here', standby.source);
    this.primary = await startPostgresServer({ settings: { ...serverSettings(cluster), ...archive } });
    this.serving = this.primary;
    await this.primary.createDatabase(database);
    await this.primary.query('create table markers (id serial primary key, marker text not null)', database);
    await this.primary.backUp(join(this.buckets.here, standby.source, 'base'));
    await this.heartbeat();
    await this.pass(standby, 'there');
    this.copy = await this.follower('there', standby, this.primary);
  }

  private archiveOf(bucket: 'here' | 'there', own: string): Record<string, string> {
    const logs = openFolder(join(this.buckets[bucket], own, 'wals'), this.home);
    return {
      archive_mode: 'on',
      archive_command: `test ! -f ${logs}/%f && cp %p ${logs}/%f.part && mv ${logs}/%f.part ${logs}/%f`,
      archive_timeout: logEvery,
    };
  }

  /** A copy of the other side's database, from what lies in its own bucket alone. */
  private follower(bucket: 'here' | 'there', { source, own }: FollowingSide, server: PostgresServer) {
    const folder = join(this.buckets[bucket], source);
    return startPostgresServer({
      settings: {
        ...serverSettings(this.props.cluster),
        restore_command: `cp ${folder}/wals/%f %p`,
        recovery_target_timeline: 'latest',
        ...this.archiveOf(bucket, own),
      },
      copyOf: { server, name: bucket, follows: false, backup: join(folder, 'base') },
    });
  }

  /** One pass of the job that carries the folder of the other side over; its buckets are folders here. */
  async pass({ copy: { spec, files } }: FollowingSide, to: 'here' | 'there'): Promise<void> {
    await pause(youngMs);
    const folder = join(this.home, 'job');
    const from = to === 'here' ? 'there' : 'here';
    const {
      command,
      arguments: words,
      env,
    } = localContainer(spec, {
      folder,
      secret: () => '',
      files: ({ configMap }) => (configMap ? files : {}),
      env: {
        FROM_PATH: this.buckets[from],
        TO_PATH: this.buckets[to],
        RCLONE_CONFIG_FROM_TYPE: 'local',
        RCLONE_CONFIG_TO_TYPE: 'local',
        WORK: folder,
      },
    });
    const path = `${dirname(toolPath('rclone') ?? '')}:${process.env.PATH}`;
    const ended = await runCommand(command, [...words], { env: { ...env, PATH: path, HOME: folder } });
    if (ended.exitCode !== 0) throw new Error(`the job that copies: ${lastWords(ended)}`);
  }

  /** The rendered command at the server that takes writes; resolves when its commit lies in the archive, with the time before it. */
  async heartbeat(): Promise<number> {
    const server = this.serving as PostgresServer;
    const begun = Date.now();
    const values: Record<string, string> = {
      host: server.host,
      port: `${server.port}`,
      username: server.user,
      user: server.user,
      password: server.password,
      dbname: database,
      database,
    };
    const { arguments: words, env } = localContainer(this.props.heartbeat.spec, {
      folder: join(this.home, 'heartbeat'),
      secret: (_, key) => values[key] ?? '',
      // Loopback without certificates.
      env: { PGSSLMODE: 'disable' },
    });
    const told = spawnSync(server.psql, [...words], { env: { ...process.env, ...env }, encoding: 'utf8' });
    if (told.status !== 0 || told.stdout !== '') throw new Error(`the heartbeat: ${told.stdout}${told.stderr}`);
    const log = await server.query('select pg_walfile_name(pg_current_wal_insert_lsn())');
    await until(
      `${log} is archived`,
      async () => (await server.query('select last_archived_wal from pg_stat_archiver')) >= log,
    );
    return begun;
  }

  /** Seconds, as the site of the copy would measure them. */
  async age(): Promise<number> {
    return Number(await (this.copy as PostgresServer).query(ageSql));
  }

  async startWriting(marker: string, acknowledged: (id: string) => void) {
    const server = this.primary as PostgresServer;
    return startPostgresWriter({
      server,
      port: server.port,
      database,
      statement: () => `insert into markers (marker) values ('${marker}') returning id`,
      acknowledged,
    });
  }

  /** One interval: what is written so far is archived, carried over and replayed. */
  async protect(): Promise<void> {
    const { mechanism, standby } = this.props;
    const committed = await this.heartbeat();
    if (mechanism === 'off') return;
    await this.pass(standby, 'there');
    await until('the copy has what was archived', async () => {
      const newest = 'select 1000 * extract(epoch from pg_last_xact_replay_timestamp())';
      return Number(await this.copy?.query(newest)) >= committed;
    });
  }

  /** Nothing of the site answers any more: neither its server nor its bucket. */
  async lose(): Promise<void> {
    await (this.primary as PostgresServer).crash();
    // What the archiver was about has a moment to end.
    rmSync(this.buckets.here, { recursive: true, maxRetries: 10, retryDelay: 200 });
  }

  /** What the operator does with a cluster that is told to follow nobody. */
  async recover(stepDone: (what: string) => void): Promise<void> {
    const copy = this.copy as PostgresServer;
    await copy.query('select pg_promote(true, 60)');
    this.serving = copy;
    stepDone('the copy is promoted');
  }

  async read(marker: string) {
    const answer = await this.ask(`select id from markers where marker = '${marker}' limit 1`);
    if (answer.exitCode !== 0) return { good: false, saw: lastWords(answer, 1) };
    if (answer.stdout.trim() === '') return { good: false, saw: 'no such row' };
    const one = await this.ask("insert into markers (marker) values ('after') returning 'taken'");
    return { good: one.exitCode === 0, saw: one.exitCode === 0 ? `row ${answer.stdout.trim()}` : lastWords(one, 1) };
  }

  async survivors(marker: string): Promise<readonly string[]> {
    const answer = await this.ask(`select id from markers where marker = '${marker}'`);
    if (answer.exitCode !== 0) throw new Error(lastWords(answer, 3));
    return answer.stdout.split('\n').filter((line) => line !== '');
  }

  /** The old site comes back empty, and its database is made anew from what the new primary archives. */
  async checks() {
    const { returned } = this.props;
    const promoted = this.copy as PostgresServer;
    await promoted.backUp(join(this.buckets.there, returned.source, 'base'));
    await this.heartbeat();
    await this.pass(returned, 'here');
    this.returned = await this.follower('here', returned, promoted);
    const old = await this.askAt(this.returned, "insert into markers (marker) values ('after')");
    const wanted = await promoted.query(contentSql, database);
    await until(
      'the old primary has what the new one has',
      async () => (await this.returned?.query(contentSql, database)) === wanted,
    );
    return [
      { name: 'the old primary takes no writes', holds: old.exitCode !== 0, saw: lastWords(old, 1) },
      { name: 'the old primary has what the new one has', holds: true, saw: wanted },
    ];
  }

  /** What lies in a folder of a bucket. */
  folders(bucket: 'here' | 'there', path = ''): readonly string[] {
    const folder = join(this.buckets[bucket], path);
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  private ask(sql: string) {
    return this.askAt(this.serving as PostgresServer, sql);
  }

  private askAt({ user, password, psql, port }: PostgresServer, sql: string) {
    const env = { ...process.env, PGUSER: user, PGPASSWORD: password, PGDATABASE: database, PGCONNECT_TIMEOUT: '2' };
    return runCommand(psql, ['-XqAt', '-h', '127.0.0.1', '-p', String(port), '-c', sql], { env, timeoutMs: 5000 });
  }

  async close(): Promise<void> {
    await Promise.all([this.primary, this.copy, this.returned].map((server) => server?.stop()));
    rmSync(this.home, { recursive: true, force: true });
  }
}
