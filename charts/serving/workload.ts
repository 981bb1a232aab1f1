import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { NetworkPeer, PoolBinding, RouteBinding } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import type { ContainerSpec, ServerProps } from '../../constructs/kubernetes/workloads';
import { type FileSource, type ModelRouteNeed, modelRouteNeed, servingGpuNeed } from '../../services/serving-models';
import { clientEnvironment, fetchModel, modelMounts, processEnvironment } from './model-files';
import { besideOf, explains, fetchBackground, spoolOf, uploader } from './records';
import {
  healthPath,
  metricsPath,
  modelsFolder,
  namespace,
  owner,
  partOf,
  ports,
  scratchFolder,
  serverImage,
  user,
} from './serving';
import type { NamedModel, ServingProps, Workload } from './serving-props';
import { serverSizes } from './sizing';

/** Seconds that a leaving pod still answers, while the gateway forgets it. */
const drainSeconds = 10;

/** The address of a model. */
export function routeOf({ bindings }: ServingProps, model: NamedModel): RouteBinding {
  // The compiler forgets names by pattern where needs are put together.
  const routes = bindings as Readonly<Record<ModelRouteNeed, RouteBinding | undefined>>;
  const route = routes[modelRouteNeed(model.name, model)];
  if (!route) throw new Error(`model ${model.name} has no route`);
  return route;
}

const poolOf = ({ bindings }: ServingProps, { gpus }: NamedModel): PoolBinding | undefined =>
  gpus > 0 ? bindings[servingGpuNeed(gpus)] : undefined;

const answers = (path: string, port: number, periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet(path, {
    port,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/** Ready when every model is loaded; alive as long as it answers at all. Loading may take five minutes. */
const probes = (port: number, ready: string, live: string) => ({
  startup: answers(ready, port, 5, 60),
  readiness: answers(ready, port, 10, 3),
  liveness: answers(live, port, 20, 6),
});

function mlserver(props: ServingProps, workload: Workload): ContainerSpec {
  const { cpuMillis, memoryMiB, workers, scratchMiB } = serverSizes[workload.model.size];
  const spool = spoolOf(props, workload);
  return {
    name: 'server',
    image: serverImage(props),
    // Not the image's own command, which builds an environment before it starts.
    command: ['mlserver'],
    args: ['start', modelsFolder],
    env: {
      ...processEnvironment,
      MLSERVER_HTTP_PORT: `${ports.http}`,
      MLSERVER_GRPC_PORT: `${ports.grpc}`,
      MLSERVER_METRICS_PORT: `${ports.metrics}`,
      MLSERVER_METRICS_ENDPOINT: metricsPath,
      MLSERVER_METRICS_DIR: `${scratchFolder}/metrics`,
      MLSERVER_ENVIRONMENTS_DIR: `${scratchFolder}/environments`,
      MLSERVER_PARALLEL_WORKERS: `${workers}`,
      ...spool.env,
    },
    cpuMillis,
    memoryMiB,
    ports: { http: ports.http, metrics: ports.metrics },
    mounts: [...modelMounts(scratchMiB), ...spool.mounts],
    ...probes(ports.http, healthPath, '/v2/health/live'),
    // Before it begins to load, a server without models counts as ready.
    startup: answers(`/v2/models/${workload.model.name}/ready`, ports.http, 5, 60),
    drainSeconds,
  };
}

function ownServer(props: ServingProps, { model, source }: Workload): ContainerSpec | undefined {
  if (source.from !== 'image') return undefined;
  const { cpuMillis, memoryMiB, scratchMiB } = serverSizes[model.size];
  const { port, metricsPort } = source;
  return {
    name: 'server',
    image: source.image,
    env: clientEnvironment(props),
    cpuMillis,
    memoryMiB,
    ports: { http: port, ...(metricsPort === port ? {} : { metrics: metricsPort }) },
    mounts: modelMounts(scratchMiB),
    ...probes(port, source.healthPath, source.healthPath),
  };
}

/** Models that the pods load, by the name that callers use: a variant answers under the name of its model. */
const loadedModels = ({ model, source }: Workload): [string, FileSource][] =>
  source.from === 'image' ? [] : [[model.name, source], ...Object.entries(model.alongside)];

const egressOf = ({ bindings }: ServingProps): NetworkPeer[] => [
  ...bindings.files.egress,
  ...(bindings.trail?.egress ?? []),
  ...bindings.identity.egress,
  ...(bindings.tracking?.egress ?? []),
];

/** What every kind of pod keeper is made from. */
export type ModelWorkload = Omit<ServerProps, 'replicas'> & { readonly metrics: NonNullable<ServerProps['metrics']> };

/** Pods of one workload, whoever keeps them. */
export function workloadProps(props: ServingProps, workload: Workload): ModelWorkload {
  const { name, model, source } = workload;
  const { identity, tracking } = props.bindings;
  const pool = poolOf(props, model);
  const { scratchMiB } = serverSizes[model.size];
  return {
    name,
    namespace,
    owner,
    software: partOf(name),
    zones: props.context.zones,
    user,
    serviceAccountName: identity.serviceAccountName,
    podLabels: { ...identity.podLabels, ...tracking?.podLabels },
    ...(pool ? { pool } : {}),
    terminationSeconds: drainSeconds + model.timeoutSeconds + 20,
    metrics:
      source.from === 'image'
        ? { port: source.metricsPort, path: source.metricsPath }
        : { port: ports.metrics, path: metricsPath },
    initContainers: [
      ...loadedModels(workload).map(([loaded, from]) =>
        fetchModel(props, loaded, from, scratchMiB, besideOf(props, workload, loaded)),
      ),
      ...(explains(workload) ? fetchBackground(props, workload, scratchMiB) : []),
    ],
    containers: [
      ownServer(props, workload) ?? mlserver(props, workload),
      ...uploader(props, workload, drainSeconds + model.timeoutSeconds),
    ],
    ingress: [
      ...routeOf(props, model).callers,
      callersOf(owner, [tcp(source.from === 'image' ? source.port : ports.http)]),
    ],
    egress: egressOf(props),
  };
}

/** How many pods Git states; `autoscaled`: where it starts. */
export const replicasOf = ({ replicas }: NamedModel) =>
  replicas.max > replicas.min ? { autoscaled: replicas.min } : replicas.min;
