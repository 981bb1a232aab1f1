import { z } from 'zod';

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 range such as 10.20.0.0/16');

/** A database whose changes become records. */
export const captureSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .max(30)
      .describe('Lower case letters, digits, hyphens.'),
    database: z.enum(['postgres', 'mongodb']).describe('PostgreSQL 14 or later, or a MongoDB replica set; TLS only.'),
    port: z.int().min(1).max(65535).describe('Port of the database.'),
    networks: z.array(cidr).min(1).describe('Where the database may be: Kafka Connect reaches nothing else.'),
    tables: z
      .array(z.string().regex(/^[\w-]+\.[\w-]+$/, 'schema.table, or database.collection'))
      .min(1)
      .describe('`schema.table`, or `database.collection` of MongoDB.'),
    topicPrefix: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9.-]{0,60}[a-z0-9])?$/)
      .describe('Topics are `<prefix>.<table>`.'),
  })
  .describe('Changes of a database as records, by Debezium.');

export type Capture = z.output<typeof captureSchema>;

/** What a person enters for a capture. */
export const captureKeys = ['host', 'username', 'password', 'dbname'] as const;

/** `user-accounts` becomes `captureUserAccounts`: the need with the credential of a capture. */
export const captureNeed = (name: string): `capture${string}` =>
  `capture${name
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}`;
