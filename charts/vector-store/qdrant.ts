import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { namedClass } from '../../constructs/kubernetes/volume-classes';
import { type ContainerSpec, StatefulServer } from '../../constructs/kubernetes/workloads';
import { metricsProxy, metricsProxyTemplate } from './metrics-proxy';
import { configFile, qdrantFile } from './qdrant-configuration';
import {
  components,
  configMapName,
  memberHost,
  namespace,
  owner,
  podsOf,
  ports,
  qdrantImage,
  qdrantName,
  user,
} from './vector-store';
import type { QdrantProps } from './vector-store-props';

const volume = 'storage';
const initFolder = '/qdrant/init';

const peer = (ordinal: number | string): string => `http://${memberHost(ordinal)}:${ports.p2p}`;

/** The first member founds the cluster, the others join it; what a member knows already, it reads from its volume. */
const clusterStart = [
  'set -eu',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
  'ordinal="${HOSTNAME##*-}"',
  `if [ "$ordinal" = 0 ]; then exec ./entrypoint.sh --uri '${peer(0)}'; fi`,
  `exec ./entrypoint.sh --bootstrap '${peer(0)}' --uri "${peer('$ordinal')}"`,
].join('\n');

const asked = (path: string, periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet(path, {
    port: ports.http,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

const server = ({ store, bindings }: QdrantProps): ContainerSpec => ({
  name: 'qdrant',
  image: qdrantImage,
  ...(store.nodes > 1
    ? { command: ['/bin/bash', '-c'], args: [clusterStart] }
    : { command: ['/bin/bash', '-c'], args: ['exec ./entrypoint.sh'] }),
  env: {
    ...bindings.snapshots.env,
    QDRANT__SERVICE__API_KEY: { secret: bindings.apiKey.secretName, key: 'value' },
    QDRANT__SERVICE__READ_ONLY_API_KEY: { secret: bindings.readOnlyKey.secretName, key: 'value' },
    // The program notes here that it has started once; its own folder cannot be written to.
    QDRANT_INIT_FILE_PATH: `${initFolder}/.qdrant-initialized`,
  },
  cpuMillis: store.cpuMillis,
  memoryMiB: store.memoryGiB * 1024,
  ports: { http: ports.http, grpc: ports.grpc, p2p: ports.p2p },
  // A member loads its segments before it answers: at a gigabyte in ten seconds, 512 GiB take an hour and a half.
  startup: asked('/livez', 10, Math.max(30, Math.ceil(store.memoryGiB * 2))),
  // Ready when it has caught up with the cluster, which other members wait for during an update.
  readiness: asked('/readyz', 10, 3),
  liveness: asked('/livez', 20, 6),
  drainSeconds: 10,
  mounts: [
    { path: '/qdrant/storage', claim: volume },
    { path: `/qdrant/config/${configFile}`, configMap: configMapName, key: configFile },
    { path: initFolder, scratchMiB: 1 },
    { path: '/tmp', scratchMiB: 256 },
  ],
});

/** A cluster that agrees by Raft on where each shard lies; data goes from member to member. */
export function addQdrant(scope: Construct, props: QdrantProps): void {
  const { context, store, bindings } = props;
  const { snapshots, identity } = bindings;
  new StatefulServer(scope, 'qdrant', {
    name: qdrantName,
    namespace,
    owner,
    software: components.server,
    replicas: store.nodes,
    zones: context.zones,
    // Members that come back together need each other to become ready.
    parallel: true,
    user,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    // Files mounted one by one do not change in a running pod: another file is another pod.
    annotations: { 'evenkeel.dev/configuration': shortHash(qdrantFile(props) + metricsProxyTemplate) },
    metrics: { port: ports.metrics, path: '/metrics' },
    volumes: [{ name: volume, storageGiB: store.storageGiB }],
    storageClass: namedClass(store.storageClass),
    containers: [server(props), metricsProxy(props)],
    ingress: [
      callersOf(owner, [tcp(ports.http), tcp(ports.grpc)]),
      { namespace, podLabels: podsOf('server'), ports: [tcp(ports.p2p)] },
      { namespace, podLabels: podsOf('snapshots'), ports: [tcp(ports.http)] },
    ],
    egress: [
      { namespace, podLabels: podsOf('server'), ports: [tcp(ports.p2p)] },
      ...snapshots.egress,
      ...identity.egress,
    ],
  });
}
