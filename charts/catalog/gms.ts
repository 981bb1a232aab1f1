import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { Server } from '../../constructs/kubernetes/workloads';
import { backend, backendEgress, writableRootBecause } from './backend';
import type { CatalogProps } from './catalog-props';
import { components, images, names, namespace, podsOf, ports } from './datahub';
import { backendEnvironment, kafkaMounts } from './environment';
import { heap, profileOf } from './sizing';

const health = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/health', {
    port: ports.gms,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/**
 * The metadata servers, with the consumers of proposals and changes inside: the replicas share the partitions. Only the
 * web page, the gate for lineage and the readers of the catalogue itself reach them.
 */
export function addGms(scope: Construct, props: CatalogProps): void {
  const { context, config } = props;
  const size = profileOf(config.size, 'gms');
  new Server(scope, 'gms', {
    ...backend,
    name: names.gms,
    software: components.gms,
    replicas: config.replicas,
    zones: context.zones,
    metrics: { port: ports.management, path: '/actuator/prometheus' },
    containers: [
      {
        name: 'gms',
        image: images.gms,
        env: {
          ...backendEnvironment(props),
          // The registry is part of this very process.
          KAFKA_SCHEMAREGISTRY_URL: `http://localhost:${ports.gms}/schema-registry/api/`,
          MAE_CONSUMER_ENABLED: 'true',
          MCE_CONSUMER_ENABLED: 'true',
          PE_CONSUMER_ENABLED: 'true',
          // Readings are jobs of the site, not of a page; several servers would each start them.
          UI_INGESTION_ENABLED: 'false',
          // Away from the port that callers reach, and without sign-in.
          MANAGEMENT_SERVER_PORT: `${ports.management}`,
          MANAGEMENT_ENDPOINT_PROMETHEUS_ENABLED: 'true',
          JAVA_OPTS: heap(size.memoryMiB, 0.75),
        },
        ...size,
        ports: { http: ports.gms },
        mounts: [{ path: '/tmp', scratchMiB: 512 }, ...kafkaMounts(props)],
        writableRootBecause,
        // It waits for the record of the update, and then reads its policies.
        startup: health(10, 60),
        readiness: health(10, 3),
        liveness: health(30, 6),
      },
    ],
    ingress: (['frontend', 'lineage', 'ingestion'] as const).map((part) => ({
      namespace,
      podLabels: podsOf(part),
      ports: [tcp(ports.gms)],
    })),
    egress: backendEgress(props),
  });
}
