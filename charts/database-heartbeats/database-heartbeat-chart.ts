import type { Construct } from 'constructs';
import { copyJobs, type PostgresBinding } from '../../constructs/contracts';
import { postgresClient } from '../../constructs/kubernetes/postgres-client';
import { libpqParts, libpqTls } from '../../constructs/kubernetes/postgres-environment';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { cronOf, heartbeatMinutes } from '../../environments/facts/recovery';
import type { StoreCopy } from '../../environments/model';
import type { PostgresNeed } from '../../services';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';

export interface DatabaseHeartbeatChartProps {
  readonly context: ChartContext;
  /** The service in kebab case: its pods may reach the database. */
  readonly owner: string;
  readonly namespace: string;
  /** The database, as copies name it. */
  readonly copied: Pick<StoreCopy, 'service' | 'need'>;
  readonly need: PostgresNeed;
  readonly database: PostgresBinding;
}

/** A transaction that changes nothing: its commit has a time, and goes into the log like any other. */
export const heartbeat = 'SELECT pg_current_xact_id()';

/**
 * Commits something in a database that other sites follow by its logs, so that the newest commit which they have tells how
 * old they are. Without it a database that nobody writes to would look like a copy that falls behind.
 */
export class DatabaseHeartbeatChart extends WaveChart {
  constructor(scope: Construct, props: DatabaseHeartbeatChartProps) {
    const { context, owner, namespace, copied, need, database } = props;
    const name = copyJobs.heartbeat(copied);
    super(scope, { context, wave: 'services', name, owner });
    const { version, image, user } = postgresClient(need.majorVersion);
    new ScheduledJob(this, 'job', {
      name,
      namespace,
      owner,
      software: {
        name: 'database-heartbeat',
        component: `${need.database}-heartbeat`.replaceAll('_', '-'),
        version,
      },
      schedule: cronOf(heartbeatMinutes),
      deadlineMinutes: heartbeatMinutes,
      retries: 0,
      user,
      containers: [
        {
          name: 'heartbeat',
          image,
          command: ['psql'],
          args: ['--no-psqlrc', '--quiet', '--output=/dev/null', `--command=${heartbeat}`],
          env: {
            ...libpqParts(database.secretName),
            ...libpqTls(database.sslMode, 'system'),
            PGCONNECT_TIMEOUT: '10',
          },
          cpuMillis: 10,
          memoryMiB: 64,
        },
      ],
      ingress: [],
      egress: database.egress,
    });
  }
}
