import { createServer, type Server } from 'node:http';
import type { KubeApiServer } from './tools/kube-api-server';

/** How the pods of one version answer: shares from 0 to 1. */
export interface Behaviour {
  readonly failing: number;
  readonly slow: number;
}

/** Requests a pod has answered since it started. */
export interface Answered {
  /** Well and in time. */
  readonly good: number;
  readonly failed: number;
  /** Well but late. */
  readonly slow: number;
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status: { readonly phase?: string; readonly podIP?: string };
}

export interface SimulatedTrafficProps {
  readonly server: KubeApiServer;
  /** Namespace of routes, Services and pods. */
  readonly namespace: string;
  /** Requests a second that reach each HTTPRoute, by its name. */
  readonly requestsPerSecond: (route: string) => number;
  readonly behaviourOf: (pod: Pod) => Behaviour;
  /** The page of metrics that such a pod shows at this path. */
  readonly metrics: (pod: Pod, answered: Answered) => string;
}

export interface SimulatedTraffic {
  /** An HTTP proxy that answers for every pod of the namespace at its own address. */
  readonly proxyUrl: string;
  /** What Prometheus' own discovery of pods would find, for Prometheus' discovery by HTTP. */
  readonly discoveryUrl: string;
  /** Weights of an HTTPRoute by Service in the order they came, without repetitions. */
  weightsSeen(route: string): readonly Readonly<Record<string, number>>[];
  stop(): Promise<void>;
}

interface Route {
  readonly kind: 'HTTPRoute';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly rules?: readonly {
      readonly backendRefs?: readonly { readonly name: string; readonly weight?: number }[];
    }[];
  };
}

interface Service {
  readonly kind: 'Service';
  readonly metadata: { readonly name: string };
  readonly spec: { readonly selector?: Readonly<Record<string, string>> };
}

type Listed = Route | Service | (Pod & { readonly kind: 'Pod' });

const TICK_MS = 1000;
const DISCOVERY_PATH = '/discovery';

/** Label names as Prometheus' discovery makes them of Kubernetes' own. */
const meta = (kind: string, named: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(named).map(([key, value]) => [
      `__meta_kubernetes_pod_${kind}_${key.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`,
      value,
    ]),
  );

/** A pod as Prometheus' discovery of pods describes it: once for each port. */
function discovered({ metadata, spec, status }: Pod): object[] {
  const labels = {
    __meta_kubernetes_namespace: metadata.namespace,
    __meta_kubernetes_pod_name: metadata.name,
    __meta_kubernetes_pod_ip: status.podIP,
    __meta_kubernetes_pod_phase: status.phase,
    ...meta('label', metadata.labels),
    ...meta('annotation', metadata.annotations),
  };
  return spec.containers.flatMap(({ name, ports = [] }) =>
    ports.map(({ containerPort }) => ({
      targets: [`${status.podIP}:${containerPort}`],
      labels: { ...labels, __meta_kubernetes_pod_container_name: name },
    })),
  );
}

const selects = (selector: Readonly<Record<string, string>>, pod: Pod): boolean =>
  Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value);

/** Weight of each Service in the first rule of a route: one that states none weighs 1. */
const weightsOf = ({ spec }: Route): Record<string, number> =>
  Object.fromEntries((spec.rules?.[0]?.backendRefs ?? []).map(({ name, weight = 1 }) => [name, weight]));

/**
 * Plays gateway and pods: every second the requests of each HTTPRoute are spread by the weights that the API server holds
 * just then, over the running pods that its Services select just then, and each pod counts them as its version behaves.
 * No request is really sent.
 */
export async function startSimulatedTraffic(props: SimulatedTrafficProps): Promise<SimulatedTraffic> {
  const counts = new Map<string, Answered>();
  const seen = new Map<string, Record<string, number>[]>();
  let pods: readonly Pod[] = [];
  let last = performance.now();

  const answer = (pod: Pod, requests: number): void => {
    const { failing, slow } = props.behaviourOf(pod);
    const before = counts.get(pod.metadata.uid) ?? { good: 0, failed: 0, slow: 0 };
    counts.set(pod.metadata.uid, {
      good: before.good + requests * (1 - failing - slow),
      failed: before.failed + requests * failing,
      slow: before.slow + requests * slow,
    });
  };

  const spread = (route: Route, services: readonly Service[], seconds: number): void => {
    const weights = weightsOf(route);
    const { name } = route.metadata;
    const history = seen.get(name) ?? [];
    if (JSON.stringify(history.at(-1)) !== JSON.stringify(weights)) seen.set(name, [...history, weights]);
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    for (const service of services) {
      const weight = weights[service.metadata.name] ?? 0;
      const behind = pods.filter((pod) => service.spec.selector !== undefined && selects(service.spec.selector, pod));
      const requests = (props.requestsPerSecond(name) * seconds * weight) / (total * behind.length);
      if (total > 0) for (const pod of behind) answer(pod, requests);
    }
  };

  const tick = async (): Promise<void> => {
    const listed = await props.server.kubectl([
      ...['get', 'pods,services,httproutes', '-n', props.namespace, '-o', 'json'],
    ]);
    if (listed.exitCode !== 0) return;
    const { items } = JSON.parse(listed.stdout) as { items: readonly Listed[] };
    const kind = <K extends Listed['kind']>(wanted: K) =>
      items.filter((item): item is Extract<Listed, { kind: K }> => item.kind === wanted);
    pods = kind('Pod').filter(({ status }) => status.phase === 'Running' && status.podIP !== undefined);
    const now = performance.now();
    for (const route of kind('HTTPRoute')) spread(route, kind('Service'), (now - last) / 1000);
    last = now;
  };

  let stopped = false;
  const ticking = (async () => {
    while (!stopped) {
      await tick();
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  })();

  const server: Server = createServer((request, response) => {
    if (request.url === DISCOVERY_PATH) {
      const found = JSON.stringify(pods.flatMap(discovered));
      response.writeHead(200, { 'content-type': 'application/json' }).end(found);
      return;
    }
    const { hostname, port, pathname } = new URL(request.url ?? '', 'http://unknown');
    const pod = pods.find(({ status }) => status.podIP === hostname);
    const stated = pod?.metadata.annotations ?? {};
    const there = port === (stated['prometheus.io/port'] ?? '') && pathname === (stated['prometheus.io/path'] ?? '');
    if (pod === undefined || !there) {
      response.writeHead(pod === undefined ? 502 : 404).end();
      return;
    }
    const answered = counts.get(pod.metadata.uid) ?? { good: 0, failed: 0, slow: 0 };
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(props.metrics(pod, answered));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    proxyUrl: url,
    discoveryUrl: `${url}${DISCOVERY_PATH}`,
    weightsSeen: (route) => seen.get(route) ?? [],
    stop: async () => {
      stopped = true;
      await ticking;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
