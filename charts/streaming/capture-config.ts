import type { Capture, captureKeys } from '../../services/captures';

/** `HOST` of the capture `user-accounts` is the variable `CAPTURE_USER_ACCOUNTS_HOST` of Kafka Connect. */
export const captureVariable = (name: string, key: (typeof captureKeys)[number]): string =>
  `CAPTURE_${name}_${key}`.toUpperCase().replaceAll('-', '_');

type Properties = Readonly<Record<string, string>>;

/** What Connect itself replaces, so that no connector's stored configuration has a password in it. */
const variable = (name: string, key: (typeof captureKeys)[number]): string => `\${env:${captureVariable(name, key)}}`;

const postgres = ({ name, port, tables }: Capture): Properties => ({
  'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
  'plugin.name': 'pgoutput',
  'database.hostname': variable(name, 'host'),
  'database.port': `${port}`,
  'database.user': variable(name, 'username'),
  'database.password': variable(name, 'password'),
  'database.dbname': variable(name, 'dbname'),
  'database.sslmode': 'require',
  // Each capture has its own, or two captures of one server would steal each other's changes.
  'slot.name': `evenkeel_${name.replaceAll('-', '_')}`,
  'publication.name': `evenkeel_${name.replaceAll('-', '_')}`,
  'publication.autocreate.mode': 'filtered',
  'table.include.list': tables.join(','),
});

const mongodb = ({ name, port, tables }: Capture): Properties => ({
  'connector.class': 'io.debezium.connector.mongodb.MongoDbConnector',
  'mongodb.connection.string': `mongodb://${variable(name, 'host')}:${port}/?tls=true`,
  'mongodb.user': variable(name, 'username'),
  'mongodb.password': variable(name, 'password'),
  'mongodb.authsource': variable(name, 'dbname'),
  'collection.include.list': tables.join(','),
});

const byDatabase = { postgres, mongodb } as const;

/** The configuration of the connector of a capture. */
export const captureConfig = (capture: Capture): Properties => ({
  ...byDatabase[capture.database](capture),
  'tasks.max': '1',
  'topic.prefix': capture.topicPrefix,
  // An idle table must not keep the database from dropping its log.
  'heartbeat.interval.ms': '10000',
  // -1: as the cluster's own defaults say.
  'topic.creation.default.replication.factor': '-1',
  'topic.creation.default.partitions': '-1',
});
