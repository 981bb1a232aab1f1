import { type Capture, type captureKeys, captureSlot, isOwnCapture, type OwnCapture } from '../../services/captures';
import { databaseName } from '../../services/databases';

/** The port of a database outside stands in the configuration; that of one of the site comes with its address. */
export type CaptureKey = (typeof captureKeys)[number] | 'port';

/** `HOST` of the capture `user-accounts` is the variable `CAPTURE_USER_ACCOUNTS_HOST` of Kafka Connect. */
export const captureVariable = (name: string, key: CaptureKey): string =>
  `CAPTURE_${name}_${key}`.toUpperCase().replaceAll('-', '_');

type Properties = Readonly<Record<string, string>>;

/** What Connect itself replaces, so that no connector's stored configuration has a password in it. */
const variable = (name: string, key: CaptureKey): string => `\${env:${captureVariable(name, key)}}`;

/** Authorities of databases inside the cluster, as Java reads them: made when a worker starts. */
export const captureTrust = {
  folder: '/kafka/authorities',
  /** Guards nothing: the file holds certificates only. */
  password: 'authorities',
  file: (name: string) => `${captureTrust.folder}/${name}.p12`,
} as const;

const portOf = (capture: Capture): string =>
  isOwnCapture(capture) ? variable(capture.name, 'port') : `${capture.port}`;

const postgres = (capture: Capture): Properties => ({
  'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
  'plugin.name': 'pgoutput',
  'database.hostname': variable(capture.name, 'host'),
  'database.port': portOf(capture),
  'database.user': variable(capture.name, 'username'),
  'database.password': variable(capture.name, 'password'),
  'database.dbname': variable(capture.name, 'dbname'),
  'database.sslmode': 'require',
  // Each capture has its own, or two captures of one server would steal each other's changes.
  'slot.name': captureSlot(capture),
  'publication.name': captureSlot(capture),
  // On the site its owner makes it, so that the user of the capture needs no rights on tables beyond reading.
  'publication.autocreate.mode': isOwnCapture(capture) ? 'disabled' : 'filtered',
  // Where PostgreSQL can, the slot is there too when a standby takes over.
  ...(isOwnCapture(capture) ? { 'slot.failover': 'true' } : {}),
  'table.include.list': capture.tables.join(','),
});

/** A stream of one database, by a user who may read that one; the server's certificate is of the site's own authority. */
const ownMongodb = ({ name, from }: OwnCapture): Properties => ({
  'capture.scope': 'database',
  'capture.target': databaseName(from),
  'mongodb.ssl.enabled': 'true',
  'mongodb.ssl.truststore': captureTrust.file(name),
  'mongodb.ssl.truststore.type': 'PKCS12',
  'mongodb.ssl.truststore.password': captureTrust.password,
});

const mongodb = (capture: Capture): Properties => ({
  'connector.class': 'io.debezium.connector.mongodb.MongoDbConnector',
  'mongodb.connection.string': `mongodb://${variable(capture.name, 'host')}:${portOf(capture)}/?${isOwnCapture(capture) ? 'replicaSet=rs0&' : ''}tls=true`,
  'mongodb.user': variable(capture.name, 'username'),
  'mongodb.password': variable(capture.name, 'password'),
  'mongodb.authsource': variable(capture.name, 'dbname'),
  'collection.include.list': capture.tables.join(','),
  ...(isOwnCapture(capture) ? ownMongodb(capture) : {}),
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
