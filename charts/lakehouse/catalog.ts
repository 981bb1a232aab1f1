import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { databaseParts, publicAuthorities } from '../../constructs/kubernetes/postgres-environment';
import { type ContainerSpec, OneTimeJob, Server } from '../../constructs/kubernetes/workloads';
import { catalogName, components, lakekeeperImage, namespace, owner, podsOf, ports, users } from './lakehouse';
import type { LakehouseProps } from './lakehouse-props';

/** Letters and digits only in the password, so it may stand in an address. Order matters. */
function environment({ bindings }: LakehouseProps): Readonly<Record<string, EnvValue>> {
  const { catalog, encryptionKey, tables } = bindings;
  const authorities = catalog.sslMode === 'verify-full' ? `&sslrootcert=${publicAuthorities}` : '';
  const url = `postgresql://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/$(DB_NAME)?sslmode=${catalog.sslMode}${authorities}`;
  return {
    ...databaseParts(catalog.secretName),
    LAKEKEEPER__PG_DATABASE_URL_READ: url,
    LAKEKEEPER__PG_DATABASE_URL_WRITE: url,
    LAKEKEEPER__PG_ENCRYPTION_KEY: { secret: encryptionKey.secretName, key: 'value' },
    LAKEKEEPER__LISTEN_PORT: `${ports.catalog}`,
    LAKEKEEPER__METRICS_PORT: `${ports.catalogMetrics}`,
    LAKEKEEPER__ENABLE_AWS_SYSTEM_CREDENTIALS: 'true',
    LAKEKEEPER__S3_ENABLE_DIRECT_SYSTEM_CREDENTIALS: 'true',
    LAKEKEEPER__ENABLE_GCP_SYSTEM_CREDENTIALS: 'true',
    LAKEKEEPER__ENABLE_AZURE_SYSTEM_CREDENTIALS: 'true',
    ...tables.env,
  };
}

const container = (props: LakehouseProps, spec: Pick<ContainerSpec, 'name' | 'args'>): ContainerSpec => ({
  ...spec,
  image: lakekeeperImage,
  command: ['/home/nonroot/lakekeeper'],
  env: environment(props),
  cpuMillis: 250,
  memoryMiB: 512,
});

/** Brings the database to the version of the image, in the wave before the servers. */
export function addMigration(scope: Construct, props: LakehouseProps): void {
  new OneTimeJob(scope, 'migration', {
    name: `${catalogName}-migration`,
    namespace,
    owner,
    software: components.migration,
    user: users.catalog,
    containers: [container(props, { name: 'migration', args: ['migrate'] })],
    ingress: [],
    egress: props.bindings.catalog.egress,
  });
}

const health = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/health', {
    port: ports.catalog,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/** The REST catalogue: all it knows is in the database, so any server answers. Who may ask is said by the network policy. */
export function addCatalog(scope: Construct, props: LakehouseProps): void {
  const { context, bindings } = props;
  const callers = [tcp(ports.catalog)];
  new Server(scope, 'catalog', {
    name: catalogName,
    namespace,
    owner,
    software: components.catalog,
    replicas: 2,
    zones: context.zones,
    user: users.catalog,
    serviceAccountName: bindings.identity.serviceAccountName,
    podLabels: bindings.identity.podLabels,
    metrics: { port: ports.catalogMetrics, path: '/metrics' },
    containers: [
      {
        ...container(props, { name: 'lakekeeper', args: ['serve'] }),
        ports: { http: ports.catalog, metrics: ports.catalogMetrics },
        readiness: health(10, 3),
        liveness: health(20, 6),
      },
    ],
    ingress: [
      callersOf(owner, callers),
      ...(['coordinator', 'worker', 'warehouse'] as const).map((component) => ({
        namespace,
        podLabels: podsOf(component),
        ports: callers,
      })),
    ],
    egress: [...bindings.catalog.egress, ...bindings.tables.egress, ...bindings.identity.egress],
  });
}
