import type { Construct } from 'constructs';
import { Server } from '../../../constructs/kubernetes/workloads';
import { chartPods, namespace, owner, pods, podsOf } from '../parts';
import { fleetEndpoints, peerCallers, peerMount, peerNetworks, serverFlags } from './federation';
import { names, ports, software, thanosContainer, thanosUser } from './thanos';
import { isHub, type ThanosProps } from './thanos-props';

export const thanosPods = (part: keyof typeof names) => podsOf('thanos', names[part]);

/** Two servers of Prometheus scrape the same: one answer for both. */
const replicaLabel = '--query.replica-label=prometheus_replica';
const timeout = '--query.timeout=2m';

/** Every address behind a Service, found anew while it runs. */
const everyPodOf = (service: string): string => `--endpoint=dnssrv+_grpc._tcp.${service}.${namespace}.svc`;

function addSiteQuerier(scope: Construct, props: ThanosProps): void {
  const { context, size, replicas, peerAuthority } = props;
  new Server(scope, names.site, {
    name: names.site,
    namespace,
    owner,
    software: software('site'),
    replicas,
    zones: context.zones,
    user: thanosUser,
    metrics: { port: ports.http, path: '/metrics' },
    containers: [
      thanosContainer({
        part: 'site',
        grpc: true,
        args: [
          'query',
          replicaLabel,
          timeout,
          '--query.auto-downsampling',
          everyPodOf('kube-prometheus-stack-thanos-discovery'),
          everyPodOf(`${names.store}-headless`),
          ...(peerAuthority ? serverFlags : []),
        ],
        mounts: [{ path: '/tmp', scratchMiB: 64 }, ...(peerAuthority ? [peerMount] : [])],
        ...size.querier,
      }),
    ],
    ingress: [
      pods(thanosPods('frontend'), ports.http),
      pods(thanosPods('fleet'), ports.grpc),
      ...(peerAuthority ? [peerCallers] : []),
    ],
    egress: [pods(chartPods.prometheus, ports.grpc), pods(thanosPods('store'), ports.grpc)],
  });
}

/** Answers with what it can reach: a site that is lost is missing from the graph, not the graph. */
function addFleetQuerier(scope: Construct, { context, size, replicas }: ThanosProps): void {
  new Server(scope, names.fleet, {
    name: names.fleet,
    namespace,
    owner,
    software: software('fleet'),
    replicas,
    zones: context.zones,
    user: thanosUser,
    metrics: { port: ports.http, path: '/metrics' },
    containers: [
      thanosContainer({
        part: 'fleet',
        grpc: true,
        args: [
          'query',
          replicaLabel,
          timeout,
          '--query.auto-downsampling',
          '--query.partial-response',
          `--endpoint.sd-config=${JSON.stringify(fleetEndpoints(context))}`,
        ],
        mounts: [{ path: '/tmp', scratchMiB: 64 }, peerMount],
        ...size.querier,
      }),
    ],
    ingress: [pods(thanosPods('frontend'), ports.http)],
    egress: [pods(thanosPods('site'), ports.grpc), ...peerNetworks(context)],
  });
}

/** Splits long ranges into days and remembers the days that are over. */
function addFrontend(scope: Construct, props: ThanosProps): void {
  const { context, size, replicas } = props;
  const behind = isHub(props) ? 'fleet' : 'site';
  const cache = { type: 'IN-MEMORY', config: { max_size: `${Math.floor(size.querier.memoryMiB / 2)}MB` } };
  new Server(scope, names.frontend, {
    name: names.frontend,
    namespace,
    owner,
    software: software('frontend'),
    replicas,
    zones: context.zones,
    user: thanosUser,
    metrics: { port: ports.http, path: '/metrics' },
    containers: [
      thanosContainer({
        part: 'frontend',
        grpc: false,
        args: [
          'query-frontend',
          `--query-frontend.downstream-url=http://${names[behind]}.${namespace}.svc:${ports.http}`,
          `--query-range.response-cache-config=${JSON.stringify(cache)}`,
          `--labels.response-cache-config=${JSON.stringify(cache)}`,
          '--query-range.split-interval=24h',
          '--query-range.align-range-with-step',
        ],
        mounts: [{ path: '/tmp', scratchMiB: 64 }],
        ...size.querier,
      }),
    ],
    ingress: [pods(chartPods.grafana, ports.http)],
    egress: [pods(thanosPods(behind), ports.http)],
  });
}

/** What is asked for series: of this site, of every site where this one is the hub, and what stands in front. */
export function addQueriers(scope: Construct, props: ThanosProps): void {
  addSiteQuerier(scope, props);
  if (isHub(props)) addFleetQuerier(scope, props);
  addFrontend(scope, props);
}
