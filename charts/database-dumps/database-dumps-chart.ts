import type { Construct } from 'constructs';
import { type BucketBinding, copyJobs, type IdentityBinding, type PostgresBinding } from '../../constructs/contracts';
import { postgresClient } from '../../constructs/kubernetes/postgres-client';
import { libpqParts, libpqTls } from '../../constructs/kubernetes/postgres-environment';
import { rclone, rcloneEnvironment } from '../../constructs/kubernetes/rclone';
import { type ContainerSpec, ScheduledJob } from '../../constructs/kubernetes/workloads';
import { cronOf } from '../../environments/facts/recovery';
import type { StoreCopy } from '../../environments/model';
import type { PostgresNeed } from '../../services';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';
import { checkScript, dumpScript, fetchScript, restoreScript, sendScript } from './scripts';

const work = '/dumps';
/** Parallel sessions of pg_dump and pg_restore. */
const jobs = 4;

export interface DatabaseDumpsChartProps {
  readonly context: ChartContext;
  /** The service in kebab case: its pods may reach the database. */
  readonly owner: string;
  readonly namespace: string;
  /** Of the tenant of the dumps: names its objects. */
  readonly name: string;
  /** The database, as copies name it. */
  readonly copied: Pick<StoreCopy, 'service' | 'need'>;
  readonly need: PostgresNeed;
  readonly role: 'sends' | 'takes';
  readonly intervalMinutes: number;
  readonly rpoMinutes: number;
  readonly database: PostgresBinding;
  readonly dumps: BucketBinding;
  readonly identity: IdentityBinding;
}

type ScheduledJobProps = ConstructorParameters<typeof ScheduledJob>[2];

interface DumpJob
  extends Pick<
    ScheduledJobProps,
    'name' | 'schedule' | 'deadlineMinutes' | 'containers' | 'initContainers' | 'suspended'
  > {
  readonly component: 'dump' | 'check' | 'restore';
  /** The dumps alone, or the database too. */
  readonly reaches: 'database' | 'dumps';
}

/**
 * Dumps of one database. Where it is sent from, they are made at intervals, into a bucket that the copies of buckets carry
 * over. Where it is taken, a job looks whether the newest one is young enough, and another one waits for somebody who starts
 * it: `kubectl create job --from=cronjob/<tenant>-restore`.
 */
export class DatabaseDumpsChart extends WaveChart {
  constructor(scope: Construct, props: DatabaseDumpsChartProps) {
    super(scope, { context: props.context, wave: 'services', name: props.name, owner: props.owner });
    if (props.role === 'sends') this.sends(props);
    else this.takes(props);
  }

  private sends(props: DatabaseDumpsChartProps): void {
    const { name, need, intervalMinutes, rpoMinutes } = props;
    this.job(props, {
      name,
      component: 'dump',
      schedule: cronOf(intervalMinutes),
      // Older than that it is of no use, and the next one does not wait for it.
      deadlineMinutes: Math.max(rpoMinutes, 2 * intervalMinutes),
      initContainers: [client(props, 'dump', dumpScript, { JOBS: `${jobs}`, COMPRESSION: 'zstd:3' })],
      containers: [mover(props, 'send', sendScript, need.storageGiB)],
      reaches: 'database',
    });
  }

  private takes(props: DatabaseDumpsChartProps): void {
    const { need, intervalMinutes, rpoMinutes } = props;
    this.job(props, {
      name: copyJobs.check(props.copied),
      component: 'check',
      schedule: cronOf(intervalMinutes),
      deadlineMinutes: 10,
      containers: [mover(props, 'check', checkScript, 0, { DUMP: '', RPO_MINUTES: `${rpoMinutes}` })],
      reaches: 'dumps',
    });
    this.job(props, {
      name: copyJobs.restore(props.copied),
      component: 'restore',
      // Somebody starts it.
      suspended: true,
      schedule: '0 0 1 1 *',
      deadlineMinutes: 24 * 60,
      initContainers: [mover(props, 'fetch', fetchScript, need.storageGiB, { DUMP: '' })],
      containers: [client(props, 'restore', restoreScript, { JOBS: `${jobs}` })],
      reaches: 'database',
    });
  }

  /** Another try of a dump or a restore does all of it again, so there is none: the next interval comes, or somebody looks. */
  private job(
    { namespace, owner, need, database, dumps, identity }: DatabaseDumpsChartProps,
    { reaches, component, ...own }: DumpJob,
  ): void {
    const { version, user } = postgresClient(need.majorVersion);
    new ScheduledJob(this, component, {
      ...own,
      namespace,
      owner,
      software: {
        name: 'database-dumps',
        component: `${need.database}-${component}`.replaceAll('_', '-'),
        version,
      },
      retries: 0,
      user,
      serviceAccountName: identity.serviceAccountName,
      podLabels: identity.podLabels,
      ingress: [],
      egress: [...(reaches === 'database' ? database.egress : []), ...dumps.egress, ...identity.egress],
    });
  }
}

/** As much as the database was asked for: a dump is a good deal smaller. Without one, room for a manifest and lists. */
const volume = (storageGiB: number) =>
  storageGiB > 0 ? { path: work, volumeGiB: storageGiB } : { path: work, scratchMiB: 64 };

function client(
  { need, database }: DatabaseDumpsChartProps,
  name: string,
  script: string,
  env: Readonly<Record<string, string>>,
): ContainerSpec {
  return {
    name,
    image: postgresClient(need.majorVersion).image,
    command: ['/bin/sh', '-c'],
    args: [script],
    env: {
      ...libpqParts(database.secretName),
      ...libpqTls(database.sslMode, 'system'),
      PGCONNECT_TIMEOUT: '10',
      WORK: work,
      ...env,
    },
    cpuMillis: 500,
    cpuLimitMillis: jobs * 1000,
    memoryMiB: 1024,
    mounts: [volume(need.storageGiB)],
  };
}

function mover(
  { dumps }: DatabaseDumpsChartProps,
  name: string,
  script: string,
  storageGiB: number,
  env: Readonly<Record<string, string>> = {},
): ContainerSpec {
  return {
    name,
    image: rclone.image,
    command: ['/bin/sh', '-c'],
    args: [script],
    env: { ...rcloneEnvironment(dumps), WORK: work, ...env },
    cpuMillis: 100,
    cpuLimitMillis: 2000,
    memoryMiB: 512,
    mounts: [volume(storageGiB)],
  };
}
