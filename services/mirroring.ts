import { z } from 'zod';

const server = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:\d{1,5}$/, 'a host and its port, such as kafka.example.com:9094');

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 range such as 10.20.0.0/16');

/** Kafka of another site, copied to this one while it stands by. */
export const mirrorSchema = z
  .strictObject({
    from: z
      .strictObject({
        bootstrap: z.array(server).min(1).describe('Servers of the cluster, each `host:port`; TLS only.'),
        networks: z.array(cidr).min(1).describe('Where they and all brokers are: the mirror reaches nothing else.'),
      })
      .optional()
      .describe("Another Kafka cluster to copy. Default: that of the environment's primary site, by its gateway."),
    topics: z.string().min(1).default('.*').describe('Pattern of the topics that are copied, under their own names.'),
    groups: z
      .string()
      .min(1)
      .default('.*')
      .describe('Pattern of the consumer groups whose offsets are copied while the group is idle here.'),
    replicas: z.int().min(1).max(10).default(2).describe('Workers; what one that dies copied moves to the others.'),
    tasks: z.int().min(1).max(100).default(4).describe('Parts of the partitions that are copied at the same time.'),
    maxDelaySeconds: z
      .int()
      .min(30)
      .max(86400)
      .default(300)
      .describe('Records that arrive later than this raise an alert: what a lost primary site would cost.'),
  })
  .describe('Copies the records of the primary site to standby sites, by MirrorMaker 2.');

export type Mirror = z.output<typeof mirrorSchema>;

/** The mirror of a standby, as its cluster knows it. */
export const mirrorName = 'kafka-mirror';

/** The user that reads the primary site, and what a person enters for it: the same on every site. */
export const mirrorUser = 'mirror';
export const mirrorKeys = ['password', 'ca.crt'] as const;
