import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { headlessName, Server, StatefulServer } from '../../constructs/kubernetes/workloads';
import type { CatalogProps } from './catalog-props';
import { components, images, names, namespace, owner, podsOf, ports, users } from './datahub';
import { heap, profileOf } from './sizing';

const data = 'data';
const url = `http://${names.search}:${ports.search}`;

/** Every node may lead; they find each other by the names of the headless Service, and count each other by their own. */
const membership = (nodes: number): Readonly<Record<string, string>> =>
  nodes === 1
    ? { 'discovery.type': 'single-node' }
    : {
        'discovery.seed_hosts': headlessName(names.search),
        'cluster.initial_cluster_manager_nodes': Array.from({ length: nodes }, (_, i) => `${names.search}-${i}`).join(),
      };

const toSearch = { namespace, podLabels: podsOf('search'), ports: [tcp(ports.search)] };

/**
 * OpenSearch: search and lineage, made anew from the database when it is lost. It has no users of its own: only DataHub's
 * servers, its jobs and the exporter reach it.
 */
export function addSearch(scope: Construct, { context, config }: CatalogProps): void {
  const size = profileOf(config.size, 'search');
  const members = { namespace, podLabels: podsOf('search'), ports: [tcp(ports.searchTransport)] };
  new StatefulServer(scope, 'search', {
    name: names.search,
    namespace,
    owner,
    software: components.search,
    replicas: config.searchNodes,
    zones: context.zones,
    user: users.search,
    volumes: [{ name: data, storageGiB: config.searchStorageGiB }],
    // A member is ready only once a majority answers.
    parallel: true,
    containers: [
      {
        name: 'opensearch',
        image: images.search,
        env: {
          'cluster.name': names.search,
          'network.host': '0.0.0.0',
          // Mapped files would need a setting of the machine that a restricted pod may not change.
          'node.store.allow_mmap': 'false',
          ...membership(config.searchNodes),
          DISABLE_SECURITY_PLUGIN: 'true',
          DISABLE_INSTALL_DEMO_CONFIG: 'true',
          DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI: 'true',
          OPENSEARCH_JAVA_OPTS: heap(size.memoryMiB, 0.5),
        },
        ...size,
        ports: { http: ports.search, transport: ports.searchTransport },
        mounts: [
          { path: '/usr/share/opensearch/data', claim: data },
          { path: '/tmp', scratchMiB: 256 },
        ],
        writableRootBecause: 'its entry point writes a keystore and logs into its own folder',
        startup: Probe.fromTcpSocket({ port: ports.search, periodSeconds: Duration.seconds(10), failureThreshold: 60 }),
        // 200 while the node knows a leader, whatever the colour of the indices; 503 while it does not. What the node
        // itself knows (`local=true`) is 200 without one, too.
        readiness: Probe.fromHttpGet('/_cluster/health?cluster_manager_timeout=3s', {
          port: ports.search,
          periodSeconds: Duration.seconds(10),
          timeoutSeconds: Duration.seconds(5),
        }),
        liveness: Probe.fromTcpSocket({ port: ports.search, periodSeconds: Duration.seconds(30), failureThreshold: 4 }),
      },
    ],
    ingress: [
      ...(['gms', 'update', 'restore', 'searchMetrics'] as const).map((part) => ({
        namespace,
        podLabels: podsOf(part),
        ports: [tcp(ports.search)],
      })),
      members,
    ],
    egress: [members],
  });
}

const health = (periodSeconds: number) =>
  Probe.fromHttpGet('/healthz', {
    port: ports.searchMetrics,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold: 4,
  });

/** OpenSearch has no metrics of its own for Prometheus: one pod asks the whole cluster. */
export function addSearchMetrics(scope: Construct, { context }: CatalogProps): void {
  new Server(scope, 'search-metrics', {
    name: names.searchMetrics,
    namespace,
    owner,
    software: components.searchMetrics,
    replicas: 1,
    zones: context.zones,
    user: users.exporter,
    metrics: { port: ports.searchMetrics, path: '/metrics' },
    containers: [
      {
        name: 'exporter',
        image: images.searchMetrics,
        args: [`--es.uri=${url}`, '--es.all', `--web.listen-address=:${ports.searchMetrics}`],
        cpuMillis: 25,
        memoryMiB: 64,
        ports: { metrics: ports.searchMetrics },
        readiness: health(10),
        liveness: health(30),
      },
    ],
    ingress: [],
    egress: [toSearch],
  });
}
