import { z } from 'zod';
import { captureComplaints, captureNeed, captureSchema, needOfCapture } from './captures';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { defaultPartitions, defaultRetentionHours, kafkaParametersSchema } from './kafka-words';
import { mavenRepository } from './maven-repository';
import { mirrorKeys, mirrorSchema, mirrorUser } from './mirroring';
import type { CredentialNeed, DatabaseUserNeed, TopicNeed } from './needs';
import { storageClass } from './volume-words';

const topic = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?$/)
      .describe('Lower case letters, digits, dots and hyphens.'),
    partitions: z
      .int()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'The most consumers of one group that share the work. Default: `num.partitions` of the parameters, 12.',
      ),
    retentionHours: z
      .int()
      .min(1)
      .max(87600)
      .optional()
      .describe('Records are kept this long; not if compacted. Default: `log.retention.hours` of the parameters, 168.'),
    compacted: z.boolean().default(false).describe('The newest record of every key is kept for ever instead.'),
  })
  .describe('A topic that belongs to the environment rather than to one of its services.');

const config = z
  .strictObject({
    broker: z
      .enum(['in-cluster', 'managed'])
      .default('in-cluster')
      .describe("Who runs Kafka: Strimzi inside the cluster, the same everywhere, or each cloud's own service."),
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Broker sizing profile.'),
    brokers: z.int().min(1).max(30).default(3).describe('A multiple of three where highly available.'),
    storageGiB: z.int().min(10).max(16000).default(200).describe('Volume of one broker.'),
    storageClass,
    recordBytes: z.int().min(1).max(1_048_576).default(1024).describe('Mean size of a record as sent, compressed.'),
    highlyAvailable: z
      .boolean()
      .default(true)
      .describe('Three copies of every record over the zones, two of them confirmed.'),
    parameters: kafkaParametersSchema.optional(),
    topics: z.array(topic).default([]).describe('Topics that no service of the environment owns.'),
    schemaRegistry: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Runs Apicurio Registry.'),
      })
      .prefault({})
      .describe('Schemas of records, and which changes of them are compatible.'),
    connect: z
      .strictObject({
        enabled: z.boolean().default(false).describe('Runs Kafka Connect with Debezium.'),
        replicas: z.int().min(1).max(20).default(2).describe('Workers; captures of one that dies move to the others.'),
        signIn: z
          .enum(['fetched', 'in-image'])
          .default('fetched')
          .describe(
            "Who brings the classes by which clients sign in to a managed broker: an init container fetches them from the Maven repository at every start, or the image holds them in Kafka's own folder of libraries.",
          ),
        mavenRepository,
      })
      .prefault({})
      .describe('Captures the changes of databases.'),
    captures: z.array(captureSchema).default([]).describe('Databases whose changes become records.'),
    mirror: mirrorSchema.optional(),
  })
  .describe('Kafka, its topics and schemas.');

type Config = z.output<typeof config>;

/** What a cloud's own Kafka cannot do on any cloud. */
const managedCan = ({ broker, highlyAvailable, mirror }: Config): Complaint[] =>
  broker === 'in-cluster'
    ? []
    : [
        ...(highlyAvailable
          ? []
          : [
              {
                code: 'SERVICE_CONFLICT' as const,
                path: 'highlyAvailable',
                message: 'a managed broker keeps three copies of every record in three zones, and cannot do with less',
                value: false,
                fix: "set highlyAvailable: true, or broker: 'in-cluster'",
              },
            ]),
        ...(mirror
          ? [
              {
                code: 'SERVICE_CONFLICT' as const,
                path: 'mirror',
                message:
                  'the mirror signs in to the other site by a password, and no cloud lets a pod of another cloud in without one that somebody keeps',
                value: 'managed',
                allowed: ['in-cluster'],
                fix: "set broker: 'in-cluster', or leave mirror out",
              },
            ]
          : []),
      ];

const mib = 1024 ** 2;

/** Rate at which one broker takes records and copies; `constructs/in-cluster/kafka-sizes.ts` has the arithmetic. */
export const brokerMiBPerSecond: Readonly<Record<Config['size'], number>> = { small: 17, standard: 85, large: 170 };

/** Records a second that all brokers take together, copies included. */
export const recordsPerSecond = (c: Pick<Config, 'brokers' | 'size' | 'highlyAvailable' | 'recordBytes'>): number =>
  Math.floor((c.brokers * brokerMiBPerSecond[c.size] * mib) / ((c.highlyAvailable ? 3 : 1) * c.recordBytes));

const brokersInZones = ({ highlyAvailable, brokers }: Config): Complaint[] =>
  !highlyAvailable || brokers % 3 === 0
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path: 'brokers',
          message: 'three copies of every record lie in three zones, so every zone needs as many brokers as the others',
          value: brokers,
          allowed: ['3', '6', '9'],
          fix: 'set brokers to a multiple of three, or highlyAvailable: false',
        },
      ];

const topicsOnce = ({ topics }: Config): Complaint[] =>
  topics.flatMap(({ name }, index) =>
    topics.findIndex((other) => other.name === name) === index
      ? []
      : [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: `topics.${index}.name`,
            message: 'the list names this topic twice',
            value: name,
            fix: 'leave one of the two out',
          },
        ],
  );

const capturesRun = ({ captures, connect }: Config): Complaint[] => [
  ...(captures.length === 0 || connect.enabled
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT' as const,
          path: 'connect.enabled',
          message: 'captures run in Kafka Connect, which is off',
          value: false,
          fix: 'set connect.enabled: true, or leave the captures out',
        },
      ]),
  ...captureComplaints(captures),
];

/** `user-events.v1` becomes `topicUserEventsV1`: the name of its need. */
const needName = (name: string): string =>
  `topic${name
    .split(/[.-]+/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}`;

const topicNeed = (
  c: Config,
  { name, partitions, retentionHours, compacted }: Config['topics'][number],
): TopicNeed => ({
  kind: 'topic',
  topic: name,
  access: 'owner',
  partitions: partitions ?? defaultPartitions(c),
  ...(compacted ? {} : { retentionHours: retentionHours ?? defaultRetentionHours(c) }),
});

export const streaming = defineService({
  name: 'streaming',
  title: 'Kafka',
  summary: 'Event streams between services, and the schemas of their records.',
  namespace: 'streaming',
  config,
  needs: (c) => ({
    kafka: {
      kind: 'kafka',
      size: c.size,
      brokers: c.brokers,
      storageGiB: c.storageGiB,
      highlyAvailable: c.highlyAvailable,
      mirrored: c.mirror !== undefined,
      storageClass: c.storageClass,
      ...(c.parameters ? { parameters: c.parameters } : {}),
      ...(c.broker === 'managed' ? { managed: true, connect: c.connect.enabled } : {}),
    },
    ...(c.broker === 'managed'
      ? { identity: { kind: 'identity', serviceAccount: 'streaming', grants: 'needs' } as const }
      : {}),
    ...(Object.fromEntries(c.topics.map((one) => [needName(one.name), topicNeed(c, one)])) as Record<
      `topic${string}`,
      TopicNeed
    >),
    ...(Object.fromEntries(c.captures.map((one) => [captureNeed(one.name), needOfCapture(one)])) as Record<
      `capture${string}`,
      CredentialNeed | DatabaseUserNeed
    >),
    ...(c.mirror
      ? {
          mirrorSource: {
            kind: 'credential',
            keys: mirrorKeys,
            description: `password of the Kafka user ${mirrorUser}, and the certificate of the primary site's Kafka authority`,
          } as const,
        }
      : {}),
    ...(c.schemaRegistry.enabled
      ? {
          schemas: {
            kind: 'postgres',
            database: 'schemas',
            majorVersion: 17,
            size: 'small',
            storageGiB: 20,
            backupRetentionDays: 14,
            highlyAvailable: c.highlyAvailable,
          } as const,
        }
      : {}),
  }),
  chosenVolumes: ({ storageClass: chosen, storageGiB }) => [
    { path: 'storageClass', storageClass: chosen, storageGiB, of: 'kafka' },
  ],
  operators: ({ broker }) => (broker === 'in-cluster' ? ['strimzi'] : []),
  endpoints: { schemas: { name: 'schema-registry', port: 8080, scheme: 'http' } },
  offered: ({ schemaRegistry }) => (schemaRegistry.enabled ? ['schemas'] : []),
  objectives: ({ highlyAvailable }) => ({ availabilityPercent: highlyAvailable ? 99.9 : 99 }),
  // With three copies a broker or a zone may go: its partitions get new leaders in seconds, and clients try again. With
  // one copy every restart of a machine stops its partitions for minutes.
  // The clouds' own services promise 99.9 % at least, and what they take depends on the cloud.
  best: (c) =>
    c.broker === 'managed'
      ? { availabilityPercent: 99.9 }
      : { availabilityPercent: c.highlyAvailable ? 99.95 : 99.5, throughputPerSecond: recordsPerSecond(c) },
  complaints: (c) => [...managedCan(c), ...brokersInZones(c), ...topicsOnce(c), ...capturesRun(c)],
  recoveryClass: 'business',
});
