import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { type Mechanism, mechanismTable } from '../../environments/facts/recovery';
import { type JobSpec, jobOf, linkRclone, runLocally } from './local-jobs';
import { session } from './session';
import { proof } from './skips';
import type { CommandResult } from './tools/command';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';

const database = 'mlflow';
const dumps = 'tracking-database-dumps';

const mechanism = (mechanismTable.postgres.aws as readonly Mechanism<'postgres'>[]).find(
  ({ id }) => id === 'postgres.dump-copies',
);

const rows = (server: PostgresServer) =>
  server.query('SELECT count(*), coalesce(sum(length(note)), 0) FROM runs', database);

proof('dumps of databases as rendered', ['postgres', 'rclone'], () => {
  const home = join(session().folder, 'database-dumps');
  const bucket = join(home, 'bucket');
  /** Of the standby: what the copies of buckets carried over. */
  const copied = join(home, 'copied');
  const programs = join(home, 'programs');
  const sending = jobOf('prod-aws-eu-west-1', dumps);
  const checking = jobOf('prod-google-europe-west4', `${dumps}-check`);
  const restoring = jobOf('prod-google-europe-west4', `${dumps}-restore`);
  let primary: PostgresServer;
  let standby: PostgresServer;
  let volumes = 0;

  const run = (
    spec: JobSpec,
    server: PostgresServer,
    store: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> => {
    volumes += 1;
    return runLocally(spec, { server, database, store, volume: join(home, `volume-${volumes}`), programs, env });
  };

  const dump = () => run(sending, primary, bucket);
  const names = (store: string) => readdirSync(store).sort();
  const newest = (store: string): string => join(store, names(store).at(-1) ?? '');
  const carry = () => {
    rmSync(copied, { recursive: true, force: true });
    cpSync(bucket, copied, { recursive: true });
  };

  beforeAll(async () => {
    mkdirSync(bucket, { recursive: true });
    mkdirSync(programs, { recursive: true });
    linkRclone(programs);
    [primary, standby] = await Promise.all([startPostgresServer(), startPostgresServer()]);
    await Promise.all([primary.createDatabase(database), standby.createDatabase(database)]);
    await primary.query(
      [
        'CREATE SCHEMA models',
        "CREATE TYPE stage AS ENUM ('staging', 'production')",
        'CREATE TABLE models.versions (id bigserial PRIMARY KEY, stage stage NOT NULL)',
        "INSERT INTO models.versions (stage) SELECT 'staging' FROM generate_series(1, 1000)",
        'CREATE TABLE "the \'odd\' one" (id int)',
        'CREATE TABLE runs (id bigserial PRIMARY KEY, note text NOT NULL)',
        'INSERT INTO runs (note) SELECT repeat(md5(i::text), 32) FROM generate_series(1, 200000) AS i',
        'CREATE INDEX ON runs (md5(note))',
        'CREATE VIEW newest AS SELECT * FROM runs ORDER BY id DESC LIMIT 1',
      ].join('; '),
      database,
    );
    // What an earlier set-up left on the standby: nothing of it may stay.
    await standby.query('CREATE TABLE leftover (id int); CREATE TABLE runs (other text)', database);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([primary?.stop(), standby?.stop()]);
  });

  it('bring a database to another server as it was at one moment, in the time that the plan counts on', async () => {
    // Rows keep coming while it is dumped: parallel jobs must still see one moment.
    let writing = true;
    const writer = (async () => {
      while (writing) await primary.query("INSERT INTO runs (note) VALUES ('while it is dumped')", database);
    })();
    const begun = Date.now();
    const dumped = await dump();
    const dumpSeconds = (Date.now() - begun) / 1000;
    writing = false;
    await writer;
    expect(dumped).toMatchObject({ exitCode: 0 });

    carry();
    expect(await run(checking, standby, copied)).toMatchObject({ exitCode: 0 });
    const again = Date.now();
    const restored = await run(restoring, standby, copied);
    const restoreSeconds = (Date.now() - again) / 1000;
    expect(restored.stderr).toBe('');
    expect(restored).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/restored .*: 3 tables/) });

    const gibibytes = Number(await primary.query(`SELECT pg_database_size('${database}')`)) / 1024 ** 3;
    // As the plan counts. This machine has two processors, which other proofs use too.
    const slower = 3;
    expect(restoreSeconds / 60 / gibibytes).toBeLessThan((mechanism?.restore.minutesPerGiB ?? 0) * slower);
    expect(dumpSeconds / 60 / gibibytes).toBeLessThan((mechanism?.interval?.copy.minutesPerGiB ?? 0) * slower);
    console.info(
      `${gibibytes.toFixed(2)} GiB: dumped in ${dumpSeconds.toFixed(1)} s (${(dumpSeconds / 60 / gibibytes).toFixed(2)} min/GiB), restored in ${restoreSeconds.toFixed(1)} s (${(restoreSeconds / 60 / gibibytes).toFixed(2)} min/GiB)`,
    );
    const counted = /^rows (\d+) public\.runs$/m.exec(readFileSync(join(newest(copied), 'manifest'), 'utf8'))?.[1];
    expect((await rows(standby)).split('|')[0]).toBe(counted);
    expect(await standby.query("SELECT count(*) FROM pg_tables WHERE tablename = 'leftover'", database)).toBe('0');
    expect(await standby.query('SELECT max(stage) FROM models.versions', database)).toBe('staging');
  }, 300_000);

  describe('that are not whole', () => {
    const older = () => names(copied)[0] ?? '';

    beforeEach(async () => {
      rmSync(bucket, { recursive: true, force: true });
      mkdirSync(bucket, { recursive: true });
      expect(await dump()).toMatchObject({ exitCode: 0 });
      await primary.query("INSERT INTO runs (note) VALUES ('after the first dump')", database);
      // Names have seconds in them.
      await primary.query('SELECT pg_sleep(1.1)');
      expect(await dump()).toMatchObject({ exitCode: 0 });
      carry();
      expect(names(copied)).toHaveLength(2);
    }, 120_000);

    it('are passed over while files are on their way: the one before counts', async () => {
      const manifest = readFileSync(join(newest(copied), 'manifest'), 'utf8');
      const file = /^file \w+ \d+ (\S+\.dat\.gz)$/m.exec(manifest)?.[1] ?? '';
      rmSync(join(newest(copied), 'files', file));
      const checked = await run(checking, standby, copied);
      expect(checked.stdout).toMatch(/passed over, 1 of its files/);
      expect(checked.stdout).toContain(`${older()} is whole`);
    });

    it('are passed over without a manifest, or with a part of one', async () => {
      truncateSync(join(newest(copied), 'manifest'), 40);
      expect((await run(checking, standby, copied)).stdout).toContain(`${older()} is whole`);
      rmSync(join(newest(copied), 'manifest'));
      expect((await run(checking, standby, copied)).stdout).toContain(`${older()} is whole`);
    });

    it('are refused when a file has changed, with the database as it was; an older one can be named', async () => {
      const before = await rows(standby);
      const file = readdirSync(join(newest(copied), 'files')).find((name) => name.endsWith('.gz')) ?? '';
      const path = join(newest(copied), 'files', file);
      // The same size: only the checksum tells.
      const bytes = readFileSync(path);
      truncateSync(path, bytes.length - 1);
      appendFileSync(path, Buffer.from([(bytes.at(-1) ?? 0) ^ 0xff]));
      const refused = await run(restoring, standby, copied);
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing was restored') });
      expect(await rows(standby)).toBe(before);
      expect(await run(restoring, standby, copied, { DUMP: older() })).toMatchObject({ exitCode: 0 });
    });

    it('are not left behind by a dump that breaks off', async () => {
      const count = names(bucket).length;
      const held = sending.initContainers ?? [];
      const broken: JobSpec = { ...sending, initContainers: held };
      const result = await run(broken, { ...primary, port: 1 }, bucket);
      expect(result.exitCode).not.toBe(0);
      expect(names(bucket)).toHaveLength(count);
    });
  });

  it('are not restored into a database that somebody uses', async () => {
    const session_ = standby.query('SELECT pg_sleep(20)', database).catch(() => '');
    await standby.query('SELECT pg_sleep(1)');
    const refused = await run(restoring, standby, copied);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('in use by 1 sessions') });
    await standby.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(20)'");
    await session_;
  }, 60_000);

  it('that are too old fail the check that alerts look at', async () => {
    const late = await run(checking, standby, copied, { RPO_MINUTES: '-1' });
    expect(late).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('older than') });
    rmSync(copied, { recursive: true, force: true });
    mkdirSync(copied);
    expect(await run(checking, standby, copied)).toMatchObject({ exitCode: 1 });
  });
});
