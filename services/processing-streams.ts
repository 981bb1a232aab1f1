import { z } from 'zod';
import type { Complaint } from './complaint';
import type { TopicNeed } from './needs';
import { catalogSchema } from './processing-tables';

const topicName = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?$/);

const readTopic = z
  .strictObject({
    name: topicName,
    partitions: z.int().min(1).max(200).default(12).describe("Its partitions, as the topic's owner states them."),
  })
  .describe('A topic of another service.');

const writtenTopic = z
  .strictObject({
    name: topicName,
    owned: z.boolean().default(true).describe('The stream makes the topic; false: another service does.'),
    partitions: z.int().min(1).max(200).default(12).describe('Of a topic that it makes.'),
    retentionHours: z.int().min(1).max(87600).default(168).describe('Of a topic that it makes.'),
  })
  .describe('A topic that results go to.');

const checkpoints = z
  .strictObject({
    intervalSeconds: z.int().min(1).max(3600).default(60).describe('From the start of one to the start of the next.'),
    minPauseSeconds: z.int().min(0).max(3600).default(30).describe('From the end of one to the start of the next.'),
    timeoutSeconds: z.int().min(10).max(7200).default(600).describe('A checkpoint that takes longer has failed.'),
    retained: z.int().min(1).max(20).default(3).describe('Checkpoints kept to go back to.'),
  })
  .prefault({})
  .describe('State written to the bucket: what a stream starts from again after a failure.');

export const streamSchema = z
  .strictObject({
    image: z
      .string()
      .min(1)
      .optional()
      .describe("Default: Flink's own. Another one holds the program and its libraries."),
    jar: z
      .string()
      .regex(/^\/?[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\.jar$/)
      .describe(
        "Path of the program in a folder of the service's bucket, or in the image where it starts with a slash.",
      ),
    entryClass: z.string().min(1).describe('Class with the main method.'),
    arguments: z.array(z.string()).default([]).describe('Passed to the main method.'),
    parallelism: z.int().min(1).max(500).default(2).describe('Copies of every operator of the program.'),
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Sizing profile of one task manager.'),
    stateSizeGiB: z.number().min(0.1).max(5000).default(1).describe('State of the whole stream: sizes local disks.'),
    checkpoints,
    savepointEveryHours: z.int().min(1).max(168).default(24).describe('How often a savepoint is taken by itself.'),
    exactlyOnce: z
      .boolean()
      .default(true)
      .describe('Results become visible with the checkpoint that they belong to, and never twice.'),
    latencySeconds: z.number().positive().optional().describe('Age of a record when its result can be read.'),
    upgradeMode: z
      .enum(['savepoint', 'last-state'])
      .default('savepoint')
      .describe('What a changed program starts from: a savepoint taken first, or the newest checkpoint.'),
    pushesFeatures: z
      .boolean()
      .default(false)
      .describe('Its task managers may call the feature store, to push what they have computed.'),
    catalog: catalogSchema,
    reads: z.array(readTopic).default([]).describe('Topics that it reads.'),
    writes: z.array(writtenTopic).default([]).describe('Topics that it writes.'),
  })
  .describe('A program that runs for ever on Flink.');

export type Stream = z.output<typeof streamSchema>;
export type Streams = Readonly<Record<string, Stream>>;

/** `reads`, `user-events.v1` becomes `readsUserEventsV1`: the name of its need. */
export const topicNeedName = (access: 'reads' | 'writes', topic: string): string =>
  `${access}${topic
    .split(/[.-]+/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}`;

const transacted = (exactlyOnce: boolean) => (exactlyOnce ? { transactions: true } : {});

/** Topics of all streams; several streams may share one. */
export const topicNeeds = (streams: Streams): Record<`reads${string}` | `writes${string}`, TopicNeed> =>
  Object.fromEntries(
    Object.values(streams).flatMap(({ reads, writes, exactlyOnce }) => [
      ...reads.map(({ name, partitions }) => [
        topicNeedName('reads', name),
        { kind: 'topic', topic: name, access: 'consume', partitions },
      ]),
      ...writes.map(({ name, owned, partitions, retentionHours }) => [
        topicNeedName('writes', name),
        owned
          ? { kind: 'topic', topic: name, access: 'owner', partitions, retentionHours, ...transacted(exactlyOnce) }
          : { kind: 'topic', topic: name, access: 'produce', partitions, ...transacted(exactlyOnce) },
      ]),
    ]),
  );

const tooSlow = (name: string, { exactlyOnce, latencySeconds, checkpoints: c }: Stream): Complaint[] =>
  exactlyOnce && latencySeconds !== undefined && latencySeconds < c.intervalSeconds
    ? [
        {
          code: 'OBJECTIVE_UNREACHABLE',
          path: `streams.${name}.checkpoints.intervalSeconds`,
          message: `results are visible with their checkpoint, up to ${c.intervalSeconds} s after the record, and ${latencySeconds} s are stated`,
          value: c.intervalSeconds,
          allowed: [`at most ${latencySeconds}`],
          fix: 'set checkpoints more often, a longer latencySeconds, or exactlyOnce: false where the reader can stand repeats',
        },
      ]
    : [];

const pausedTooLong = (name: string, { checkpoints: c }: Stream): Complaint[] =>
  c.minPauseSeconds > c.intervalSeconds
    ? [
        {
          code: 'SERVICE_CONFLICT',
          path: `streams.${name}.checkpoints.minPauseSeconds`,
          message: `the pause after a checkpoint is longer than the ${c.intervalSeconds} s between two of them, so the interval is never kept`,
          value: c.minPauseSeconds,
          allowed: [`at most ${c.intervalSeconds}`],
          fix: 'shorten minPauseSeconds, or lengthen intervalSeconds',
        },
      ]
    : [];

const idleReaders = (name: string, { parallelism, reads }: Stream): Complaint[] => {
  const most = Math.max(...reads.map(({ partitions }) => partitions));
  return reads.length > 0 && parallelism > most
    ? [
        {
          code: 'SERVICE_CONFLICT',
          path: `streams.${name}.parallelism`,
          message: `a partition is read by one copy only: of ${parallelism} copies ${parallelism - most} would have nothing to read, and hold up the watermark of the others`,
          value: parallelism,
          allowed: [`at most ${most}`],
          fix: `set parallelism to ${most}, or give the topic more partitions`,
        },
      ]
    : [];
};

export const streamComplaints = (streams: Streams): Complaint[] =>
  Object.entries(streams).flatMap(([name, stream]) => [
    ...tooSlow(name, stream),
    ...pausedTooLong(name, stream),
    ...idleReaders(name, stream),
  ]);
