import type { Command } from '../../../constructs/contracts/command';
import { copyJobs } from '../../../constructs/contracts/copy-jobs';
import { kubectl, printed } from '../../../constructs/kubernetes/recovery-commands';
import type { StoreCopy } from '../../../environments/model';
import type { ReachedSite } from '../../recovery/recovery-scope';
import { ask, type CopiedStore, type PlannedAct, type SiteContext, until } from './copied-store';
import { type DrillJob, plannedJob, removeJobs, runJob, startJob } from './drill-job';

const table = 'evenkeel_drill';
const createTable = `CREATE TABLE ${table} (marker uuid NOT NULL, count integer NOT NULL)`;
const dropTable = `SET lock_timeout = '30s'; DROP TABLE IF EXISTS ${table}`;
const hour = 3600;
/** Longer than any drill waits for a dump. */
const writerSeconds = 24 * hour;
const readMinutes = 120;
const dropMinutes = 30;

/** The pod that drills write from: it waits to be asked. */
const waitScript = `exec sleep ${writerSeconds}`;

/** Rows of the drill's own table in a fetched dump. No database is asked, and none is changed. */
const readScript = (marker: string): string =>
  [
    'set -eu',
    'cd "$WORK"',
    `pg_restore --data-only --table=${table} --file=- files >rows`,
    `awk -v marker='${marker}' '$1 == marker { print "marked", $2 }' rows`,
    `echo "read $(sed -n 's/^taken [0-9]* //p' found/manifest)"`,
  ].join('\n');

/** `20261120T120000Z`, the name of a dump, as milliseconds. */
const timeOf = (dump: string): number =>
  Date.parse(dump.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

export interface CopiedDumpsProps {
  readonly copy: StoreCopy;
  readonly primary: ReachedSite;
  readonly recovery: ReachedSite;
  readonly namespace: string;
}

/** A database whose dumps are carried to the recovery site: rows in a table of their own, read from the dump itself. */
export class CopiedDumps implements CopiedStore {
  readonly name: string;
  readonly copiedWithinMinutes: number;
  readonly keepsEarlierCopies = true;
  private dump: string | undefined;
  private jobs = 0;

  constructor(private readonly props: CopiedDumpsProps) {
    const { copy } = props;
    this.name = `${copy.service}-${copy.need}`;
    this.copiedWithinMinutes = copy.rpoMinutes;
  }

  plan(): readonly PlannedAct[] {
    const { primary, recovery } = this.props;
    const inserts = this.inserts('<marker>', 0);
    return [
      {
        what: `sign in to the clusters of ${primary.site.name} and ${recovery.site.name}`,
        commands: this.signIns(),
      },
      {
        what: `write rows into ${this.name} of ${primary.site.name}, into the table ${table}, from a pod of its own`,
        commands: [...plannedJob(this.writer()), this.sql(createTable), inserts],
      },
      {
        what: `find the newest whole dump on ${recovery.site.name}, and read the rows in it; no database is restored`,
        commands: [...plannedJob(this.check()), ...plannedJob(this.reader('<marker>'))],
      },
      { what: 'remove what is there on both sides', commands: [this.sql(dropTable), ...this.removals()] },
    ];
  }

  async prepare(context: SiteContext): Promise<void> {
    for (const command of [...this.signIns(), ...this.removals()]) await ask(context, command);
    await startJob(context, this.writer());
    const { primary, namespace } = this.props;
    const phases = kubectl(primary.cluster, [
      ...['--namespace', namespace, 'get', 'pods', '--selector', `job-name=${this.writerName()}`],
      ...['--output', 'jsonpath={.items[*].status.phase}'],
    ]);
    const running = await until(context, 15, async () =>
      (await ask(context, phases)).includes('Running') ? true : undefined,
    );
    if (!running) throw new Error(`the pod that writes into ${this.name} does not run`);
    await this.drop(context);
    await ask(context, this.sql(createTable));
  }

  /** A dump that runs holds the table: then it is tried again. */
  private async drop(context: SiteContext): Promise<void> {
    let why: unknown;
    const dropped = await until(context, dropMinutes, () =>
      ask(context, this.sql(dropTable)).then(
        () => true,
        (error: unknown) => {
          why = error;
          return undefined;
        },
      ),
    );
    if (!dropped) throw why;
  }

  async write(context: SiteContext, marker: string, count: number): Promise<void> {
    await ask(context, this.inserts(marker, count));
  }

  async hasCopied(context: SiteContext, _marker: string, since: Date): Promise<boolean> {
    const dump = await this.newest(context);
    // The name of a dump has whole seconds.
    return dump !== undefined && timeOf(dump) > since.getTime();
  }

  async freeze(context: SiteContext): Promise<void> {
    this.dump = await this.newest(context);
  }

  async readBack(context: SiteContext, marker: string): Promise<readonly number[]> {
    if (this.dump === undefined) return [];
    const { fine, text } = await runJob(context, this.reader(marker));
    if (!fine) throw new Error(`the dump ${this.dump} cannot be read: ${text.trim().split('\n').at(-1) ?? ''}`);
    return [...text.matchAll(/^marked (\d+)$/gm)].map(([, count]) => Number(count)).sort((a, b) => a - b);
  }

  async remove(context: SiteContext): Promise<void> {
    const { primary, namespace } = this.props;
    const writer = printed(primary.cluster, { namespace, what: `job/${this.writerName()}` }, '{.status.active}');
    if ((await ask(context, writer)).trim() === '1') await this.drop(context);
    for (const command of this.removals()) await ask(context, command);
  }

  private signIns(): readonly Command[] {
    return [this.props.primary, this.props.recovery].flatMap(({ site, commands, cluster }) =>
      commands.clusterCredentials(site, cluster.kubeconfig),
    );
  }

  /** Names of pods are made from it, and have 63 characters at most. */
  private writerName(): string {
    return `${this.name.slice(0, 40)}-drill-writer`;
  }

  private writer(): DrillJob {
    const { copy, primary, namespace } = this.props;
    return {
      cluster: primary.cluster,
      namespace,
      from: copyJobs.dump(copy),
      name: this.writerName(),
      script: waitScript,
      deadlineSeconds: writerSeconds,
    };
  }

  private async newest(context: SiteContext): Promise<string | undefined> {
    this.jobs += 1;
    // It fails where the dump is too old, and says which one it is all the same.
    const { text } = await runJob(context, this.check());
    return /^(\d{8}T\d{6}Z) is whole/m.exec(text)?.[1];
  }

  private check(): DrillJob {
    const { copy, recovery, namespace } = this.props;
    return {
      cluster: recovery.cluster,
      namespace,
      from: copyJobs.check(copy),
      name: `${this.name.slice(0, 40)}-drill-check-${this.jobs}`,
      deadlineSeconds: 600,
    };
  }

  private reader(marker: string): DrillJob {
    const { copy, recovery, namespace } = this.props;
    return {
      cluster: recovery.cluster,
      namespace,
      from: copyJobs.restore(copy),
      name: `${this.name.slice(0, 40)}-drill-read-${this.jobs}`,
      script: readScript(marker),
      env: { DUMP: this.dump ?? '' },
      deadlineSeconds: readMinutes * 60,
    };
  }

  private sql(statement: string): Command {
    const { primary, namespace } = this.props;
    return kubectl(primary.cluster, [
      ...['--namespace', namespace, 'exec', `job/${this.writerName()}`, '--'],
      ...['psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--command', statement],
    ]);
  }

  /** A marker is a UUID, and a count a number. */
  private inserts(marker: string, count: number): Command {
    return this.sql(`INSERT INTO ${table} VALUES ('${marker}', ${count})`);
  }

  private removals(): readonly Command[] {
    const { primary, recovery, namespace } = this.props;
    return [primary, recovery].map(({ cluster }) => removeJobs(cluster, namespace));
  }
}
