import { setTimeout as pause } from 'node:timers/promises';
import type { DrillGround, Mechanism } from '../../runbooks/drill/drill';
import { type RenderedPostgres, serverSettings, waitedFor } from './rendered-postgres';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { startPostgresWriter } from './tools/postgres-writer';
import { startTcpLink, type TcpLink } from './tools/tcp-link';

export interface DatabaseGroundProps {
  /** As it was rendered; its settings make the servers. */
  readonly cluster: RenderedPostgres;
  /** Names of the servers: the primary, then its copies. */
  readonly names: readonly [string, ...string[]];
  /** Of the line between the primary and its copies. Default: 0. */
  readonly delayMilliseconds?: number;
  readonly mechanism: Mechanism;
  /** Whether the line between primary and copies is lost together with the primary. */
  readonly losesLine: boolean;
}

const database = 'orders';
/** An answer that takes longer is none. */
const silenceSeconds = 2;

/** A primary and its copies, the line between them, and the address that clients write to. */
export class DatabaseGround implements DrillGround {
  private readonly copies: PostgresServer[] = [];
  private promoted?: PostgresServer;
  /** What the old primary said when it came back as it fell, before anybody had told it that it is none any more. */
  forgotten?: { readonly taken: boolean; readonly saw: string };

  private constructor(
    private readonly props: DatabaseGroundProps,
    private readonly primary: PostgresServer,
    private readonly clients: TcpLink,
    private readonly line: TcpLink,
  ) {}

  static async open(props: DatabaseGroundProps): Promise<DatabaseGround> {
    const { cluster, names, mechanism, delayMilliseconds } = props;
    const [name, ...others] = names;
    const settings = serverSettings(cluster);
    const { dataChecksums } = cluster.bootstrap.initdb;
    const primary = await startPostgresServer({ dataChecksums, settings: { ...settings, cluster_name: name } });
    const [clients, line] = await Promise.all([
      startTcpLink({ to: primary.port }),
      startTcpLink({ to: primary.port, delayMilliseconds }),
    ]);
    const ground = new DatabaseGround(props, primary, clients, line);
    try {
      await primary.createDatabase(database);
      const table = 'create table markers (id serial primary key, marker text not null, at timestamptz default now())';
      await primary.query(table, database);
      ground.copies.push(
        ...(await Promise.all(
          others.map((other) =>
            startPostgresServer({
              settings: { ...settings, cluster_name: other },
              copyOf: { server: primary, name: other, port: line.port, follows: mechanism === 'on' },
            }),
          ),
        )),
      );
      // Nobody to wait for where nobody follows.
      if (mechanism === 'on') await ground.letWait(primary, name);
      return ground;
    } catch (error) {
      await ground.close();
      throw error;
    }
  }

  /** As the operator does: a running primary is told whom its commits wait for. */
  private async letWait(primary: PostgresServer, name: string): Promise<void> {
    const { cluster, names } = this.props;
    const others = names.filter((other) => other !== name);
    await primary.query(`alter system set synchronous_standby_names = '${waitedFor(cluster, others)}'`);
    await primary.query('select pg_reload_conf()');
  }

  async startWriting(marker: string, acknowledged: (id: string) => void) {
    return startPostgresWriter({
      server: this.primary,
      port: this.clients.port,
      database,
      statement: () => `insert into markers (marker) values ('${marker}') returning id`,
      acknowledged,
    });
  }

  /** The machine is gone: nothing of it answers, and what was on the line with it. */
  async lose(): Promise<void> {
    await Promise.all([this.primary.crash(), this.props.losesLine ? this.line.cut() : undefined]);
  }

  /**
   * What the operator does with a cluster whose primary is gone, and with a replica cluster that is made the primary one:
   * the copy that is furthest takes over, the others follow it, and the address leads there.
   */
  async recover(stepDone: (what: string) => void): Promise<void> {
    this.line.cut();
    const far = await Promise.all(this.copies.map((copy) => copy.query("select pg_last_wal_replay_lsn() - '0/0'")));
    const best = far.reduce((ahead, lsn, index) => (Number(lsn) > Number(far[ahead]) ? index : ahead), 0);
    const promoted = this.copies[best];
    if (promoted === undefined) throw new Error('there is no copy to promote');
    this.promoted = promoted;
    const name = this.props.names[best + 1] ?? '';
    stepDone(`the copy that is furthest is ${name}`);
    await promoted.query('select pg_promote(true, 60)');
    if (this.props.mechanism === 'on') await this.letWait(promoted, name);
    stepDone('it is promoted');
    const followers = this.copies.filter((copy) => copy !== promoted);
    this.line.leadTo(promoted.port);
    stepDone(`${followers.length} copies follow it`);
    this.clients.leadTo(promoted.port);
    stepDone('the address leads to it');
  }

  async read(marker: string) {
    const answer = await this.ask(this.clients.port, `select id from markers where marker = '${marker}' limit 1`);
    if (answer.exitCode !== 0) return { good: false, saw: lastWords(answer, 1) };
    if (answer.stdout.trim() === '') return { good: false, saw: 'no such row' };
    const one = await this.insert(this.clients.port);
    return { good: one.taken, saw: one.taken ? `row ${answer.stdout.trim()}` : `no row is taken: ${one.saw}` };
  }

  async survivors(marker: string): Promise<readonly string[]> {
    const answer = await this.ask(this.clients.port, `select id from markers where marker = '${marker}'`);
    if (answer.exitCode !== 0) throw new Error(lastWords(answer, 3));
    return answer.stdout.split('\n').filter((line) => line !== '');
  }

  /** One more row at an address; what came back within a few seconds. */
  private async insert(port: number): Promise<{ readonly taken: boolean; readonly saw: string }> {
    const sql = "insert into markers (marker) values ('after') returning 'taken'";
    const answer = await this.ask(port, sql, silenceSeconds * 1000);
    const taken = answer.exitCode === 0 && answer.stdout.includes('taken');
    return {
      taken,
      saw: answer.timedOut ? `no answer within ${silenceSeconds} s` : lastWords(answer, 1),
    };
  }

  async checks() {
    if (this.promoted === undefined) return [];
    await this.primary.start();
    this.forgotten = await this.insert(this.primary.port);
    await this.primary.crash();
    await this.primary.demote({ server: this.promoted, name: this.props.names[0], port: this.line.port });
    await this.primary.start();
    const old = await this.insert(this.primary.port);
    return [
      { name: 'the old primary takes no writes', holds: !old.taken, saw: old.saw },
      { name: 'the old primary has what the new one has', ...(await this.comparison(this.promoted)) },
    ];
  }

  /** Waits until the old primary has the rows of the new one, and no other. */
  private async comparison(promoted: PostgresServer) {
    const sql = "select count(*) || ' rows, ' || md5(string_agg(id || marker, ',' order by id)) from markers";
    for (let attempt = 1; ; attempt += 1) {
      const [old, now] = await Promise.all([this.primary, promoted].map((server) => server.query(sql, database)));
      if (old === now || attempt === 40) return { holds: old === now, saw: `${old}; the new one: ${now}` };
      await pause(250);
    }
  }

  private ask(port: number, sql: string, timeoutMs = 5000): Promise<CommandResult> {
    const { user, password, psql } = this.primary;
    const env = {
      ...process.env,
      ...{ PGUSER: user, PGPASSWORD: password, PGDATABASE: database, PGCONNECT_TIMEOUT: '2' },
    };
    return runCommand(psql, ['-XqAt', '-h', '127.0.0.1', '-p', String(port), '-c', sql], { env, timeoutMs });
  }

  async close(): Promise<void> {
    await Promise.all([this.clients.stop(), this.line.stop()]);
    await Promise.all([this.primary, ...this.copies].map((server) => server.stop()));
  }
}
