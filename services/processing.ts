import { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { mavenRepository } from './maven-repository';
import { type Batches, batchComplaints, batchSchema } from './processing-batches';
import { programComplaints } from './processing-programs';
import { type Streams, streamComplaints, streamSchema, topicNeeds } from './processing-streams';
import { tableComplaints, usesTables } from './processing-tables';

/** A label of a Service that Flink makes ends in `-rest`; Spark appends a hash of its own. */
const name = z.string().regex(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/);

const config = z
  .strictObject({
    streams: z.record(name, streamSchema).default({}).describe('Programs that run for ever, on Flink, by name.'),
    batches: z.record(name, batchSchema).default({}).describe('Programs that run to their end, on Spark, by name.'),
    connectors: z
      .enum(['fetched', 'in-images'])
      .default('fetched')
      .describe(
        "Who brings the object store's client, which Spark's own image lacks: an init container fetches it from the Maven repository at every start, or the images named here hold it.",
      ),
    mavenRepository,
    historyDays: z.int().min(1).max(365).default(30).describe('Event logs of finished batches are kept this long.'),
    versionRetentionDays: z
      .int()
      .min(1)
      .max(90)
      .default(3)
      .describe('Superseded and deleted objects stay restorable; every checkpoint that is let go counts as one.'),
  })
  .describe('Stream processing by Flink and batch processing by Spark.');

type Config = z.output<typeof config>;

const usesSpot = ({ batches }: { readonly batches: Batches }): boolean =>
  Object.values(batches).some(({ spot }) => spot);

/** One user of Kafka serves all streams, so that a topic may not be made by one and only be written by another. */
const topicsAgree = ({ streams }: { readonly streams: Streams }): Complaint[] => {
  const owned = new Set<string>();
  return Object.entries(streams).flatMap(([stream, { writes }]) =>
    writes.flatMap((topic, index): Complaint[] => {
      if (!topic.owned) return [];
      if (!owned.has(topic.name)) {
        owned.add(topic.name);
        return [];
      }
      return [
        {
          code: 'SERVICE_CONFLICT',
          path: `streams.${stream}.writes.${index}.owned`,
          message: 'another stream makes this topic already',
          value: topic.name,
          fix: 'set owned: false in all streams but one',
        },
      ];
    }),
  );
};

/** Slowest stream whose results wait for a checkpoint: half an interval on average, a whole one and its writing at worst. */
const freshnessMinutes = ({ streams }: Config): number | undefined => {
  const seconds = Object.values(streams).flatMap((stream) =>
    stream.exactlyOnce ? [stream.checkpoints.intervalSeconds * 2] : [],
  );
  return seconds.length > 0 ? Math.max(...seconds) / 60 : undefined;
};

export const processing = defineService({
  name: 'processing',
  title: 'Flink and Spark',
  summary: 'Programs over streams and over large files, with their state and logs in the bucket.',
  namespace: 'processing',
  config,
  needs: (c) => ({
    files: { kind: 'bucket', versionRetentionDays: c.versionRetentionDays },
    flink: { kind: 'identity', serviceAccount: 'flink', grants: 'needs' },
    spark: { kind: 'identity', serviceAccount: 'spark', grants: 'needs' },
    history: {
      kind: 'route',
      host: 'spark',
      backend: 'spark-history',
      port: 18080,
      access: 'people',
      timeoutSeconds: 120,
    },
    ...(usesSpot(c) ? { spot: { kind: 'pool', purpose: 'spot', gpus: 0 } as const } : {}),
    ...(Object.values(c.streams).some(({ pushesFeatures }) => pushesFeatures)
      ? { features: { kind: 'endpoint', service: 'featureStore', endpoint: 'http' } as const }
      : {}),
    ...(usesTables(c)
      ? ({
          catalog: { kind: 'endpoint', service: 'lakehouse', endpoint: 'catalog' },
          tables: { kind: 'sharedBucket', service: 'lakehouse', need: 'tables' },
        } as const)
      : {}),
    ...topicNeeds(c.streams),
  }),
  operators: () => ['flink-kubernetes-operator', 'spark-operator'],
  objectives: () => ({ availabilityPercent: 99 }),
  // A second job manager takes over within seconds, and tasks start again from the newest checkpoint; a lost zone costs
  // a few checkpoints. A run on interruptible nodes may fail for no fault of its own and is tried again.
  best: (c) => {
    const freshness = freshnessMinutes(c);
    return { availabilityPercent: 99.9, ...(freshness === undefined ? {} : { freshnessMinutes: freshness }) };
  },
  complaints: (c, enabled) => [
    ...streamComplaints(c.streams),
    ...batchComplaints(c.batches),
    ...programComplaints(c),
    ...topicsAgree(c),
    ...tableComplaints(c, enabled),
  ],
  stopsOffHours: 'by-default',
  recoveryClass: 'business',
});
