import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '../../constructs/contracts/command';
import { drillPromise } from '../../environments/model/recovery/drill-promise';
import type { DrillRecord } from '../../policies/drills/drill-evidence';
import { runDrill } from '../../runbooks/drill/run-drill';
import { siteDrill } from '../../runbooks/drill/sites/site-drill';
import type { Clock } from '../../runbooks/engine/clock';
import type { CommandResult, CommandRunner } from '../../runbooks/engine/command-runner';
import { siteInputs } from '../fixtures/environment';
import { recoveryEnvironment } from '../runbooks/recovery-input';
import { keepEvidence } from './drill-records';
import { cronJobOf, type JobSpec, jobOf, linkRclone, runLocally } from './local-jobs';
import { session } from './session';
import { proof } from './skips';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';

const database = 'mlflow';
const dumps = 'tracking-database-dumps';
const primary = 'test-aws-eu-west-1';
/** Sites of `prod`, whose rendered jobs are run. */
const rendered = { primary: 'prod-aws-eu-west-1', recovery: 'prod-google-europe-west4' };

const environment = recoveryEnvironment({
  services: { tracking: {} },
  sites: [siteInputs.aws, siteInputs.google],
  recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 },
  ci: undefined,
});

const fine = (stdout = ''): CommandResult => ({ exitCode: 0, stdout, stderr: '' });

/**
 * What kubectl would do, as far as the drill asks: CronJobs are those that are rendered, jobs run as processes here, and
 * SQL goes to the server of the primary.
 */
class LocalClusters implements CommandRunner {
  private readonly jobs = new Map<string, CommandResult | 'waits'>();
  private volumes = 0;
  /** Whether the schedule dumps, and carries over what it dumped. */
  copies = true;

  constructor(
    private readonly home: string,
    private readonly server: PostgresServer,
    private readonly standby: PostgresServer,
  ) {}

  /** What the schedule does between two looks. */
  readonly clock: Clock = {
    now: () => new Date(),
    pause: async (ms) => {
      if (ms < 20_000) return pause(Math.min(ms, 200));
      await pause(1000);
      if (this.copies) await this.pass();
    },
  };

  async pass(): Promise<void> {
    const [bucket, copied] = [join(this.home, 'bucket'), join(this.home, 'copied')];
    const dumped = await this.local(jobOf(rendered.primary, dumps), this.server, bucket);
    if (dumped.exitCode !== 0) throw new Error(dumped.stderr);
    rmSync(copied, { recursive: true, force: true });
    cpSync(bucket, copied, { recursive: true });
  }

  async run(command: Command): Promise<CommandResult> {
    const { program, args, stdin, reaches } = command;
    const words = args.join(' ');
    const side = reaches === primary ? 'primary' : 'recovery';
    const job = /job\/(\S+)/.exec(words)?.[1] ?? '';
    const ran = this.jobs.get(`${side} ${job}`);
    if (program !== 'kubectl') return fine();
    if (stdin !== undefined) return this.create(JSON.parse(stdin), side);
    if (words.includes('get cronjob/'))
      return fine(JSON.stringify(cronJobOf(rendered[side], /cronjob\/(\S+)/.exec(words)?.[1] ?? '')));
    if (words.includes(' exec ')) return this.sql(args.at(-1) ?? '');
    if (words.includes('get pods')) return fine('Running');
    if (words.includes('{.status.active}')) return fine(ran === 'waits' ? '1' : '');
    if (words.includes('status.conditions'))
      return fine(ran !== 'waits' && ran?.exitCode === 0 ? 'Complete' : 'Failed');
    if (words.includes(' logs ') && ran && ran !== 'waits') return fine(`${ran.stdout}${ran.stderr}`);
    if (words.includes('delete jobs')) this.jobs.clear();
    return fine();
  }

  private async create(
    { metadata, spec }: { metadata: { name: string }; spec: { template: { spec: JobSpec } } },
    side: 'primary' | 'recovery',
  ): Promise<CommandResult> {
    const pod = spec.template.spec;
    const waits = pod.containers.some(({ args = [] }) => args.some((text) => text.startsWith('exec sleep')));
    const ran = waits ? 'waits' : await this.local(pod, this.standby, join(this.home, 'copied'));
    this.jobs.set(`${side} ${metadata.name}`, ran);
    return fine();
  }

  private async sql(statement: string): Promise<CommandResult> {
    await this.server.query(statement, database);
    return fine();
  }

  private local(spec: JobSpec, server: PostgresServer, store: string): Promise<CommandResult> {
    this.volumes += 1;
    const volume = join(this.home, `volume-${this.volumes}`);
    return runLocally(spec, { server, database, store, volume, programs: join(this.home, 'programs') });
  }
}

proof('a drill that reads copies, on real databases with the rendered jobs', ['postgres', 'rclone'], () => {
  const home = join(session().folder, 'copy-drill');
  let server: PostgresServer;
  let standby: PostgresServer;
  let clusters: LocalClusters;

  const drilled = async (): Promise<DrillRecord> => {
    const site = await siteDrill(environment, 'database-copy', '.evenkeel');
    const promised = drillPromise(environment.config, 'database-copy');
    if (!site || !promised) throw new Error('nothing to drill');
    const drill = site.drill({ commands: clusters, clock: clusters.clock }, { writeEveryMs: 100 });
    return runDrill(drill, {
      environment: 'test',
      releaseSha256: 'a'.repeat(64),
      promised,
      writeSeconds: 1,
      patienceSeconds: 1,
      controlPatienceSeconds: 1,
    });
  };
  const tables = () =>
    server.query("SELECT string_agg(tablename, ' ' ORDER BY 1) FROM pg_tables WHERE schemaname = 'public'", database);

  beforeAll(async () => {
    for (const folder of ['bucket', 'programs']) mkdirSync(join(home, folder), { recursive: true });
    linkRclone(join(home, 'programs'));
    [server, standby] = await Promise.all([startPostgresServer(), startPostgresServer()]);
    await Promise.all([server.createDatabase(database), standby.createDatabase(database)]);
    await server.query('CREATE TABLE runs AS SELECT generate_series(1, 1000) AS id', database);
    clusters = new LocalClusters(home, server, standby);
    await clusters.pass();
  }, 120_000);

  afterAll(async () => {
    await Promise.all([server?.stop(), standby?.stop()]);
  });

  it('finds marked rows in the dump that arrived, none in the one from before, and leaves both databases as they were', async () => {
    const record = await drilled();
    expect([record.verdict, record.reasons]).toEqual(['passed', []]);
    const [on, off] = record.runs;
    expect(on?.measured.survived).toBeGreaterThan(0);
    // What was written after the dump is lost, and counted as lost.
    expect(on?.measured.lost).toBeGreaterThan(0);
    expect(off?.measured.survived).toBe(0);
    expect((await tables()).trim()).toBe('runs');
    expect((await standby.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database)).trim()).toBe(
      '0',
    );
    keepEvidence(record);
  }, 300_000);
});
