import { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import type { PostgresSize } from './needs';

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 range such as 10.20.0.0/16');

const dags = z
  .strictObject({
    repository: z
      .string()
      .regex(/^https:\/\/[^\s@]+$/, 'an https URL without user and password')
      .describe('Git repository that holds the DAGs.'),
    revision: z.string().min(1).default('main').describe('Branch, tag or commit.'),
    subPath: z
      .string()
      .regex(/^(?!\/)(?!.*\.\.)[\w./-]*$/, 'a relative path without ".."')
      .default('dags')
      .describe('Folder of the DAGs inside the repository.'),
    intervalSeconds: z.int().min(5).max(3600).default(30).describe('How often the repository is asked for news.'),
    private: z.boolean().default(false).describe('Sign in with a user name and token that a person enters once.'),
    cidrs: z
      .array(cidr)
      .default([])
      .describe('Private networks of the Git server; a server on the internet needs none.'),
  })
  .describe('Where the DAGs come from.');

const config = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Sizing profile of pods and database.'),
    apiServers: z.int().min(2).max(10).default(2).describe('API server pods.'),
    schedulers: z.int().min(2).max(5).default(2).describe('Scheduler pods; all of them schedule.'),
    triggerers: z.int().min(2).max(10).default(2).describe('Pods that wait on behalf of deferred tasks.'),
    parallelism: z.int().min(1).max(80).default(64).describe('Most task pods of one scheduler at a time.'),
    dags: dags.optional().describe('Where the DAGs come from; left out: Airflow runs without any.'),
    tasks: z
      .strictObject({
        cpuMillis: z
          .int()
          .min(100)
          .max(64_000)
          .default(500)
          .describe('Reserved for a task that asks for nothing else.'),
        memoryMiB: z.int().min(512).max(524_288).default(1024).describe('Memory of such a task.'),
        internet: z.boolean().default(false).describe('Tasks may open HTTPS connections to the internet.'),
      })
      .prefault({})
      .describe('Pods of tasks.'),
    retentionDays: z.int().min(7).max(730).default(90).describe('Runs, task instances and XComs stay this long.'),
    logRetentionDays: z.int().min(7).max(365).default(30).describe('Overwritten or deleted logs stay restorable.'),
    storageGiB: z.int().min(20).max(16_000).default(50).describe('Initial database volume.'),
    highlyAvailable: z.boolean().default(true).describe('Synchronous database copy in a second zone.'),
    backupRetentionDays: z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('Airflow: workflows as code.');

/** Connections that one process may open: those it keeps, and those on top. */
export const airflowPool = { size: 5, overflow: 5 } as const;

/** Worker processes of one API server pod. */
export const apiServerWorkers: Readonly<Record<PostgresSize, number>> = { small: 1, standard: 2, large: 4 };

/** Smallest `max_connections` among the providers of a database of that size, less what its operators keep. */
const databaseConnections: Readonly<Record<PostgresSize, number>> = { small: 90, standard: 140, large: 290 };

/**
 * Connections at worst. Only servers connect: tasks speak to the API server alone, so their number is no part of this,
 * and a connection pooler in front of the database would save nothing.
 */
export function airflowConnections(
  c: Pick<z.output<typeof config>, 'apiServers' | 'schedulers' | 'triggerers' | 'size'>,
): number {
  const processes = c.apiServers * apiServerWorkers[c.size] + c.schedulers + c.triggerers + 1;
  return processes * (airflowPool.size + airflowPool.overflow);
}

type Config = z.output<typeof config>;

const tooManyConnections = (c: Config): Complaint[] => {
  const asked = airflowConnections(c);
  const most = databaseConnections[c.size];
  return asked <= most
    ? []
    : [
        {
          code: 'STORE_TOO_SMALL',
          path: 'size',
          message: `its servers may open ${asked} database connections, a ${c.size} database takes ${most}`,
          value: c.size,
          allowed: ['fewer apiServers, schedulers or triggerers', 'a larger size'],
          fix: 'raise size, or lower the number of pods',
        },
      ];
};

/** Pods that the quota of a namespace leaves to tasks: 200, less those of servers, database and jobs. */
const taskPods = 160;

const tooManyTasks = ({ parallelism, schedulers }: Config): Complaint[] =>
  parallelism * schedulers <= taskPods
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path: 'parallelism',
          message: `${schedulers} schedulers may start ${parallelism * schedulers} task pods, the namespace holds ${taskPods}`,
          value: parallelism,
          allowed: [`at most ${Math.floor(taskPods / schedulers)} with ${schedulers} schedulers`],
          fix: `set parallelism to ${Math.floor(taskPods / schedulers)} or less`,
        },
      ];

export const orchestration = defineService({
  name: 'orchestration',
  title: 'Airflow',
  summary: 'Workflows as code: scheduler, API and a pod for every task.',
  namespace: 'orchestration',
  config,
  needs: (c, enabled) => ({
    database: {
      kind: 'postgres',
      database: 'airflow',
      majorVersion: 17,
      size: c.size,
      storageGiB: c.storageGiB,
      backupRetentionDays: c.backupRetentionDays,
      highlyAvailable: c.highlyAvailable,
    },
    logs: { kind: 'bucket', versionRetentionDays: c.logRetentionDays },
    // Servers and tasks apart: what a DAG's author may run must not act as the API server.
    identity: { kind: 'identity', serviceAccount: 'airflow', grants: 'needs' },
    taskIdentity: { kind: 'identity', serviceAccount: 'airflow-tasks', grants: 'needs' },
    // 32 bytes in base64 are 43 characters and one `=`, which the environment adds.
    fernetKey: { kind: 'secret', length: 43, boundTo: 'data' },
    jwtSecret: { kind: 'secret', length: 64, boundTo: 'pods' },
    apiSecret: { kind: 'secret', length: 64, boundTo: 'pods' },
    adminPassword: { kind: 'secret', length: 32, boundTo: 'data' },
    // Of the user as whom alerts of watched models start trainings.
    ...(enabled.has('modelMonitoring')
      ? { retrainingPassword: { kind: 'secret', length: 32, boundTo: 'data' } as const }
      : {}),
    web: { kind: 'route', host: 'airflow', backend: 'airflow', port: 8080, access: 'people', timeoutSeconds: 120 },
    ...(c.dags?.private
      ? {
          git: {
            kind: 'credential',
            keys: ['username', 'password'],
            description: `User name and read-only token for ${c.dags.repository}`,
          } as const,
        }
      : {}),
    ...(enabled.has('tracking')
      ? { tracking: { kind: 'endpoint', service: 'tracking', endpoint: 'http' } as const }
      : {}),
    // What tasks read and write is told to the catalogue.
    ...(enabled.has('catalog')
      ? { lineage: { kind: 'endpoint', service: 'catalog', endpoint: 'lineage' } as const }
      : {}),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: () => [],
  endpoints: { api: { name: 'airflow', port: 8080, scheme: 'http' } },
  objectives: () => ({ availabilityPercent: 99.5, freshnessMinutes: 5 }),
  // Two schedulers, but one database, which fails over in up to two minutes a few times a year. A run is looked for every
  // few seconds, and its first pod must find a node.
  best: ({ highlyAvailable }) => ({ availabilityPercent: highlyAvailable ? 99.9 : 99.5, freshnessMinutes: 1 }),
  complaints: (c) => [...tooManyConnections(c), ...tooManyTasks(c)],
  stopsOffHours: 'when-named',
  recoveryClass: 'business',
});
