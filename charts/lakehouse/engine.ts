import { Duration } from 'cdk8s';
import { ConfigMap, Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { type ContainerSpec, Server } from '../../constructs/kubernetes/workloads';
import { catalogFile, catalogFolder, type EngineRole, engineFiles } from './engine-configuration';
import { components, engineName, namespace, owner, podsOf, ports, trinoImage, users, warehouse } from './lakehouse';
import type { LakehouseProps } from './lakehouse-props';
import { engineSizes } from './sizing';

const nameOf = (role: EngineRole): string => (role === 'coordinator' ? engineName : `${engineName}-worker`);
const catalogs = `${engineName}-catalogs`;

const metricsPath = '/metrics';

const answers = (path: string, periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet(path, {
    port: ports.sql,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/**
 * A signal would end the process with its part of every query. Told so, a worker takes no more, ends what it has, goes by
 * itself, and so ends the wait.
 */
const leave = `curl --silent --show-error --fail --request PUT --header 'Content-Type: application/json' \
  --data '"SHUTTING_DOWN"' http://localhost:${ports.sql}/v1/info/state
while curl --silent --fail --output /dev/null http://localhost:${ports.sql}/v1/info/state; do sleep 1; done
`;

const container = (props: LakehouseProps, role: EngineRole): ContainerSpec => ({
  name: engineName,
  image: trinoImage,
  command: ['/usr/lib/trino/bin/run-trino'],
  env: {
    TRINO_CLUSTER_SECRET: { secret: props.bindings.clusterSecret.secretName, key: 'value' },
    ...props.bindings.tables.env,
  },
  ...engineSizes[props.config.size],
  ports: { http: ports.sql },
  mounts: [
    { path: '/etc/trino', configMap: nameOf(role) },
    { path: catalogFolder, configMap: catalogs },
    { path: '/data/trino', scratchMiB: 10_240 },
    { path: '/tmp', scratchMiB: 2048 },
  ],
  // `/v1/info` answers while plugins and catalogues are still loaded; metrics are refused until that is done.
  startup: answers(metricsPath, 5, 60),
  readiness: answers('/v1/info', 10, 3),
  liveness: answers('/v1/info', 30, 6),
  ...(role === 'worker' ? { drainCommand: ['/bin/sh', '-c', leave] } : {}),
});

const addNode = (scope: Construct, props: LakehouseProps, role: EngineRole): void => {
  const { context, config, bindings } = props;
  const files = engineFiles(props, role);
  const nodes = (['coordinator', 'worker'] as const).map((each) => ({
    namespace,
    podLabels: podsOf(each),
    ports: [tcp(ports.sql)],
  }));
  new ConfigMap(scope, `${role}-configuration`, { metadata: { name: nameOf(role), namespace }, data: { ...files } });
  new Server(scope, role, {
    name: nameOf(role),
    namespace,
    owner,
    software: components[role],
    // One coordinator: two would not know of each other's queries.
    replicas: role === 'coordinator' ? 1 : config.workers,
    singleton: role === 'coordinator',
    zones: context.zones,
    user: users.engine,
    serviceAccountName: bindings.identity.serviceAccountName,
    podLabels: bindings.identity.podLabels,
    annotations: { 'evenkeel.dev/configuration': shortHash(JSON.stringify([files, catalogFile(props)])) },
    metrics: { port: ports.sql, path: metricsPath },
    terminationSeconds: 120,
    containers: [container(props, role)],
    ingress: [
      ...nodes,
      ...(role === 'coordinator' ? [...bindings.web.callers, callersOf(owner, [tcp(ports.sql)])] : []),
    ],
    egress: [
      ...nodes,
      { namespace, podLabels: podsOf('catalog'), ports: [tcp(ports.catalog)] },
      ...bindings.tables.egress,
      ...bindings.identity.egress,
    ],
  });
};

/** Trino: a coordinator that plans, and workers that do the work. */
export function addEngine(scope: Construct, props: LakehouseProps): void {
  new ConfigMap(scope, 'catalogs', {
    metadata: { name: catalogs, namespace },
    data: { [`${warehouse}.properties`]: catalogFile(props) },
  });
  addNode(scope, props, 'coordinator');
  addNode(scope, props, 'worker');
}
