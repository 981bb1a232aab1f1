import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue, PostgresBinding } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { Server } from '../../constructs/kubernetes/workloads';
import { streaming } from '../../services';
import type { StreamingProps } from './streaming-props';

const { namespace } = streaming;

/** The service's endpoint `schemas`. */
const name = 'schema-registry';
const port = 8080;

/** Apache-2.0; speaks its own protocol and that of Confluent's clients under `/apis/ccompat/v7`. */
const apicurio = { name: 'apicurio-registry', version: '3.3.3', component: 'schema-registry' } as const;
const image = `quay.io/apicurio/apicurio-registry:${apicurio.version}`;

/** Quarkus answers for its health and metrics on a port of their own. */
const managementPort = 9000;
const user = 1001;

/** What the PostgreSQL driver checks. Its own default for `verify-full` is a file, not Java's list of authorities. */
const tlsOptions: Readonly<Record<PostgresBinding['sslMode'], string>> = {
  require: 'sslmode=require',
  'verify-full': 'sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory',
};

const databaseEnvironment = ({ secretName, sslMode }: PostgresBinding): Readonly<Record<string, EnvValue>> => ({
  DB_HOST: { secret: secretName, key: 'host' },
  DB_PORT: { secret: secretName, key: 'port' },
  DB_NAME: { secret: secretName, key: 'dbname' },
  APICURIO_STORAGE_KIND: 'sql',
  APICURIO_STORAGE_SQL_KIND: 'postgresql',
  APICURIO_DATASOURCE_URL: `jdbc:postgresql://$(DB_HOST):$(DB_PORT)/$(DB_NAME)?${tlsOptions[sslMode]}`,
  APICURIO_DATASOURCE_USERNAME: { secret: secretName, key: 'username' },
  APICURIO_DATASOURCE_PASSWORD: { secret: secretName, key: 'password' },
});

const health = (path: string, periodSeconds: number, failureThreshold: number): Probe =>
  Probe.fromHttpGet(path, {
    port: managementPort,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/**
 * Keeps its schemas in PostgreSQL, which has backups, rather than in a topic: a lost schema makes records unreadable that
 * are still there.
 */
export function addSchemaRegistry(scope: Construct, { context, bindings: { schemas } }: StreamingProps): void {
  if (!schemas) return;
  new Server(scope, 'schema-registry', {
    name,
    namespace,
    owner: streaming.name,
    software: apicurio,
    replicas: 2,
    zones: context.zones,
    user,
    metrics: { port: managementPort, path: '/metrics' },
    containers: [
      {
        name: 'registry',
        image,
        env: databaseEnvironment(schemas),
        cpuMillis: 250,
        memoryMiB: 1024,
        ports: { http: port, management: managementPort },
        mounts: [{ path: '/tmp', scratchMiB: 256 }],
        startup: health('/health/live', 5, 60),
        readiness: health('/health/ready', 10, 3),
        liveness: health('/health/live', 20, 6),
        drainSeconds: 10,
      },
    ],
    ingress: [callersOf(streaming.name, [tcp(port)])],
    egress: schemas.egress,
  });
}
