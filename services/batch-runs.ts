import { z } from 'zod';

/** Five fields of cron, in UTC. */
export const cronSchedule = z.string().regex(/^\S+( \S+){4}$/, 'five fields of cron');

/** Names that become parts of names of objects and labels of metrics. */
export const runName = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/, 'lower case letters, digits and dashes, at most 30');

/** Files of one revision of a Git repository. */
export const gitSource = z.strictObject({
  repository: z
    .string()
    .regex(/^https:\/\/[^\s@]+$/, 'an https URL without user and password')
    .describe('Git repository.'),
  revision: z.string().min(1).describe('Tag or commit; a branch moves under a run.'),
  folder: z
    .string()
    .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/)
    .default('.')
    .describe('Folder inside the repository.'),
});

/** Where Python packages come from at the start of a run. */
export const packages = z
  .strictObject({
    index: z
      .string()
      .regex(/^https:\/\/[^\s@]+$/, 'an https URL without user and password')
      .default('https://pypi.org/simple')
      .describe('Index that the pinned packages are fetched from.'),
    image: z
      .string()
      .regex(/^[^\s@]+(:[\w.-]+|@sha256:[0-9a-f]{64})$/, 'an image with a tag or digest')
      .optional()
      .describe('Image that holds the packages already, with `python` in its path; nothing is fetched then.'),
  })
  .prefault({});

/** A run that Airflow starts: a suspended CronJob whose template it makes Jobs from. */
export interface BatchRun {
  /** Lower case, underscores: of the DAG. */
  readonly dag: string;
  readonly namespace: string;
  readonly cronJob: string;
  readonly schedule: string;
  readonly deadlineMinutes: number;
  readonly description: string;
}

/** Account of Airflow's tasks, which make such Jobs. */
export const runStarter = { namespace: 'orchestration', serviceAccount: 'airflow-tasks' } as const;
