import type { ServerParameter } from './server-parameters';

const mebibyte = 1024 ** 2;

/**
 * What may be chosen, by Kafka's own names and in its own units; ranges are those of MSK, the narrowest.
 * Source: kafka.apache.org/documentation (broker configurations);
 * docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html, 2026-11.
 */
export const kafkaParameters = {
  'num.partitions': {
    kind: 'whole',
    min: 1,
    max: 200,
    summary: 'Partitions of a topic that states none.',
  },
  'log.retention.hours': {
    kind: 'whole',
    min: 1,
    max: 87_600,
    summary: 'How long a topic that states nothing keeps its records.',
  },
  'log.retention.bytes': {
    kind: 'whole',
    min: mebibyte,
    max: 1024 ** 5,
    summary: 'Most that one partition keeps: its oldest records go before their time. Unbounded unless stated.',
  },
  'message.max.bytes': {
    kind: 'whole',
    min: 64 * 1024,
    max: 8 * mebibyte,
    summary: 'Largest batch of records that brokers take.',
  },
  'compression.type': {
    kind: 'choice',
    values: ['producer', 'zstd', 'lz4', 'snappy', 'gzip', 'uncompressed'],
    summary: 'How records are kept; `producer`: as they were sent.',
  },
  'offsets.retention.minutes': {
    kind: 'whole',
    min: 1440,
    max: 525_600,
    summary: 'How long a group without members is remembered; then it begins anew.',
  },
  'group.initial.rebalance.delay.ms': {
    kind: 'whole',
    min: 0,
    max: 60_000,
    summary: 'How long a new group waits for further members before it shares partitions out.',
  },
} as const satisfies Readonly<Record<string, ServerParameter>>;

export type KafkaParameterName = keyof typeof kafkaParameters;

/** By Kafka's own names. */
export type KafkaParameters = { readonly [P in KafkaParameterName]?: string | number | boolean };

/** What every cluster has unless its environment says otherwise, wherever it runs. */
export const kafkaDefaults = {
  'num.partitions': 12,
  'log.retention.hours': 168,
} as const satisfies KafkaParameters;

const follows = 'follows highlyAvailable: three copies of every record, two of them confirmed';

/** What nobody may set, with the promise that it would break. */
export const keptKafkaParameters = {
  'allow.everyone.if.no.acl.found': 'would let every client at topics without a rule',
  'auto.create.topics.enable': 'would let a client make a topic by a mistyped name; state topics instead',
  'authorizer.class.name': 'would change who decides what a client may do',
  'default.replication.factor': follows,
  'delete.topic.enable': 'follows deletionProtection',
  listeners: 'would open brokers beyond their private address, or without TLS',
  'min.insync.replicas': follows,
  'offsets.topic.replication.factor': follows,
  'ssl.client.auth': 'would change how clients sign in',
  'transaction.state.log.min.isr': follows,
  'transaction.state.log.replication.factor': follows,
  'unclean.leader.election.enable': 'would lose confirmed records to bring a partition back sooner',
} as const satisfies Readonly<Record<string, string>>;
