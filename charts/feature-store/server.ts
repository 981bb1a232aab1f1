import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { Server } from '../../constructs/kubernetes/workloads';
import { featureStore } from '../../services';
import { featureStoreFile, historyEgress } from './configuration';
import { feastContainer } from './container';
import { components, feastGroup, feastUser, owner, ports, serviceName } from './feast';
import type { FeatureStoreProps } from './feature-store-props';
import { feastSizes } from './sizing';

const { namespace } = featureStore;

const health = (port: number, periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/health', {
    port,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

const probes = (port: number) => ({
  // Loading the drivers and the registry takes up to a minute on a busy node.
  startup: health(port, 5, 60),
  readiness: health(port, 10, 3),
  liveness: health(port, 20, 6),
});

/** Feast reads its file once: another file is another pod. */
const configurationHash = (props: FeatureStoreProps) => ({
  'evenkeel.dev/configuration': shortHash(featureStoreFile(props)),
});

/** Reads online features and takes pushes from streams; its callers are pods of the site that say so. */
export function addServer(scope: Construct, props: FeatureStoreProps): void {
  const { context, config, bindings } = props;
  const { online, registry, files, identity } = bindings;
  const size = feastSizes[config.size];
  new Server(scope, 'server', {
    name: serviceName,
    namespace,
    owner,
    software: components.server,
    replicas: config.replicas,
    zones: context.zones,
    user: feastUser,
    group: feastGroup,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    annotations: configurationHash(props),
    metrics: { port: ports.metrics, path: '/metrics' },
    containers: [
      feastContainer(props, {
        name: 'feast',
        args: [
          'serve',
          '--host',
          '0.0.0.0',
          '--port',
          `${ports.http}`,
          '--workers',
          `${size.workers}`,
          // Workers are replaced once in a while against leaks, but not every few seconds as by default.
          '--max-requests',
          '200000',
          '--max-requests-jitter',
          '50000',
          // Longer than callers and proxies keep a connection that is not used.
          '--keep-alive-timeout',
          '75',
          '--registry_ttl_sec',
          '60',
          '--no-access-log',
          '--metrics',
        ],
        cpuMillis: size.cpuMillis,
        memoryMiB: size.memoryMiB,
        scratchMiB: 512,
        ports: { http: ports.http },
        ...probes(ports.http),
        drainSeconds: 10,
      }),
    ],
    ingress: [callersOf(owner, [tcp(ports.http)])],
    egress: [...online.egress, ...registry.egress, ...historyEgress(props), ...files.egress, ...identity.egress],
  });
}

/** The web page: reads the registry. One pod would do, two survive a node. */
export function addUi(scope: Construct, props: FeatureStoreProps): void {
  const { context, bindings } = props;
  const { web, registry, online } = bindings;
  if (!web) return;
  new Server(scope, 'ui', {
    name: `${serviceName}-ui`,
    namespace,
    owner,
    software: components.ui,
    replicas: 2,
    zones: context.zones,
    user: feastUser,
    group: feastGroup,
    annotations: configurationHash(props),
    containers: [
      feastContainer(props, {
        name: 'feast',
        args: ['ui', '--host', '0.0.0.0', '--port', `${ports.ui}`],
        cpuMillis: 100,
        cpuLimitMillis: 1000,
        memoryMiB: 768,
        scratchMiB: 256,
        ports: { http: ports.ui },
        ...probes(ports.ui),
        drainSeconds: 10,
      }),
    ],
    ingress: web.callers,
    egress: [...registry.egress, ...online.egress],
  });
}
