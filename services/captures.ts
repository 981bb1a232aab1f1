import { z } from 'zod';
import type { Complaint } from './complaint';
import { databaseName, databaseNeed } from './databases';
import type { CredentialNeed, DatabaseUserNeed } from './needs';

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
    from: z
      .string()
      .optional()
      .describe('A database of the service `databases` by its name there, with `capture: true`. Default: one outside.'),
    port: z.int().min(1).max(65535).optional().describe('Port of a database outside.'),
    networks: z
      .array(cidr)
      .default([])
      .describe('Where a database outside may be: Kafka Connect reaches nothing else.'),
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
/** A capture of a database that the service `databases` makes. */
export type OwnCapture = Capture & { readonly from: string };

export const isOwnCapture = (capture: Capture): capture is OwnCapture => capture.from !== undefined;

/** What a person enters for a capture of a database outside. */
export const captureKeys = ['host', 'username', 'password', 'dbname'] as const;

/** `user-accounts` becomes `captureUserAccounts`: the need of a capture. */
export const captureNeed = (name: string): `capture${string}` =>
  `capture${name
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}`;

/** Need of the service `databases` by the kind of the database. */
const kinds = { postgres: 'postgres', mongodb: 'documents' } as const;

export const needOfCapture = (capture: Capture): CredentialNeed | DatabaseUserNeed => {
  if (!isOwnCapture(capture)) {
    const description = `${capture.database} user of the capture ${capture.name}`;
    return { kind: 'credential', keys: captureKeys, description };
  }
  const of = kinds[capture.database];
  return { kind: 'databaseUser', service: 'databases', need: databaseNeed(of, capture.from), of, as: 'capture' };
};

/**
 * Name of a capture's replication slot and publication. A database of the site has one of each, whatever the capture is
 * called; a slot has one reader.
 */
export const captureSlot = ({ name, from }: Capture): string =>
  `evenkeel_${from === undefined ? name.replaceAll('-', '_') : databaseName(from)}`;

const conflict = (path: string, message: string, value: unknown, fix: string, allowed?: string[]): Complaint => ({
  code: 'SERVICE_CONFLICT',
  path,
  message,
  value,
  ...(allowed ? { allowed } : {}),
  fix,
});

/** A database is one of the site, whose address is known, or one outside, whose address is given. */
const complete = (capture: Capture, path: string): Complaint[] => {
  const { from, port, networks } = capture;
  if (from === undefined) {
    return port !== undefined && networks.length > 0
      ? []
      : [
          conflict(
            path,
            'a capture names a database of the site, or where one outside is',
            capture.name,
            'set from to a database of the service databases, or port and networks of one outside',
          ),
        ];
  }
  return port === undefined && networks.length === 0
    ? []
    : [conflict(path, 'the address of a database of the site is known', capture.name, 'leave port and networks out')];
};

/** MongoDB's collections are named with their database. */
const inDatabase = (capture: Capture, path: string): Complaint[] => {
  if (!isOwnCapture(capture) || capture.database !== 'mongodb') return [];
  const own = databaseName(capture.from);
  return capture.tables.flatMap((table, index) => {
    const [database, collection] = table.split('.');
    return database === own
      ? []
      : [
          conflict(
            `${path}.tables.${index}`,
            'the collection is in another database',
            table,
            'name the database that is captured',
            [`${own}.${collection}`],
          ),
        ];
  });
};

/** What each capture must have for itself. */
const apart = [
  { key: 'name', of: ({ name }: Capture) => name, message: 'two captures have this name' },
  {
    key: 'topicPrefix',
    of: ({ topicPrefix }: Capture) => topicPrefix,
    message: 'two captures write under this prefix, where each keeps its own state',
  },
  {
    key: 'from',
    of: ({ database, from }: Capture) => from && `${database} ${from}`,
    message: 'two captures read one slot of this database, which has room for one',
  },
] as const;

/** The first thing that a capture shares with one before it. */
const once = (captures: readonly Capture[]): Complaint[] =>
  captures.flatMap((capture, index) =>
    apart
      .flatMap(({ key, of, message }) => {
        const value = of(capture);
        const first = captures.slice(0, index).find((other) => value !== undefined && of(other) === value);
        if (!first) return [];
        const fix =
          key === 'from'
            ? `add the tables to the capture ${first.name}, and leave this one out`
            : 'give one of the two another one';
        return [conflict(`captures.${index}.${key}`, message, capture[key], fix)];
      })
      .slice(0, 1),
  );

/** What is wrong with the captures of an environment, beyond the form of each. */
export const captureComplaints = (captures: readonly Capture[]): Complaint[] => [
  ...captures.flatMap((capture, index) => {
    const path = `captures.${index}`;
    return [...complete(capture, path), ...inDatabase(capture, path)];
  }),
  ...once(captures),
];
