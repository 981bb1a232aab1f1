import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { NetworkPeer } from '../contracts';
import { tcp } from '../kubernetes/network-policy';
import { type ContainerSpec, StatefulServer, workloadLabels } from '../kubernetes/workloads';
import {
  type CacheRequest,
  cacheName,
  cachePorts,
  cacheUser,
  keepsData,
  nodeCount,
  nodesName,
  passwordSecret,
  tlsSecret,
  valkeyImage,
  valkeyVersion,
} from './cache-names';
import { aliveScript, dataPath, readyScript, sentinelScript, serverScript, tlsPath } from './cache-scripts';
import { storageClassOf } from './storage-class';

const exporterImage = 'docker.io/oliver006/redis_exporter:v1.89.0';
const software = { name: 'valkey', component: 'node', version: valkeyVersion } as const;

/** Labels that select the nodes of a cache. */
export const nodeLabels = (request: CacheRequest) =>
  workloadLabels({
    name: nodesName(request),
    namespace: request.namespace,
    owner: cacheName(request),
    software,
    containers: [server(request)],
    user: cacheUser,
    ingress: [],
    egress: [],
  }).selector;

/**
 * Memory of the server's container. `memoryGiB` is `maxmemory`, which counts data only. A quarter more for
 * fragmentation; where a child process writes files or feeds a copy, pages that change meanwhile exist twice, for which
 * another quarter is planned; 256 MiB for connections, the backlog of copies and the program.
 */
export const serverMemoryMiB = (request: CacheRequest): number =>
  Math.ceil(request.need.memoryGiB * 1024 * (keepsData(request) ? 1.5 : 1.25)) + 256;

/** The file of appended commands is rewritten at twice its size, and both exist until that is done: three times the data. */
export const volumeGiB = (request: CacheRequest): number => Math.max(5, Math.ceil(request.need.memoryGiB * 3) + 1);

const shell = (script: string): string[] => ['/bin/sh', '-c', script];
const probe = (script: string, periodSeconds: number, failureThreshold: number) =>
  Probe.fromCommand(shell(script), {
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

const data = (request: CacheRequest) =>
  keepsData(request) ? ({ path: dataPath, claim: 'data' } as const) : ({ path: dataPath, scratchMiB: 64 } as const);

const password = (request: CacheRequest) => ({ VALKEYCLI_AUTH: { secret: passwordSecret(request), key: 'value' } });

const certificates = (request: CacheRequest) => ({ path: tlsPath, secret: tlsSecret(request) });

function server(request: CacheRequest): ContainerSpec {
  return {
    name: 'valkey',
    image: valkeyImage,
    command: shell(serverScript(request, keepsData(request))),
    env: password(request),
    // One thread executes commands, others write files and sockets.
    cpuMillis: 500,
    cpuLimitMillis: 2000,
    memoryMiB: serverMemoryMiB(request),
    ports: { redis: cachePorts.server },
    // Reading 10 GiB back from disk takes a few minutes.
    startup: probe(aliveScript(cachePorts.server), 5, 120),
    readiness: probe(readyScript(cachePorts.server), 10, 3),
    liveness: probe(aliveScript(cachePorts.server), 20, 6),
    mounts: [certificates(request), data(request)],
  };
}

const sentinel = (request: CacheRequest): ContainerSpec => ({
  name: 'sentinel',
  image: valkeyImage,
  command: shell(sentinelScript(request)),
  env: password(request),
  cpuMillis: 50,
  memoryMiB: 64,
  ports: { sentinel: cachePorts.sentinel },
  liveness: probe(aliveScript(cachePorts.sentinel), 20, 6),
  mounts: [certificates(request), data(request)],
});

const exporter = (request: CacheRequest): ContainerSpec => ({
  name: 'exporter',
  image: exporterImage,
  env: {
    REDIS_ADDR: `rediss://localhost:${cachePorts.server}`,
    REDIS_PASSWORD: { secret: passwordSecret(request), key: 'value' },
    REDIS_EXPORTER_TLS_CA_CERT_FILE: `${tlsPath}/ca.crt`,
  },
  cpuMillis: 20,
  cpuLimitMillis: 200,
  memoryMiB: 64,
  ports: { metrics: cachePorts.metrics },
  mounts: [certificates(request)],
});

/** One node, or a primary with two copies that choose another primary among themselves. */
export function cacheNodes(scope: Construct, request: CacheRequest, clients: readonly NetworkPeer[]): void {
  const { namespace, need, site } = request;
  const name = nodesName(request);
  const others = {
    namespace,
    podLabels: nodeLabels(request),
    ports: [tcp(cachePorts.server), tcp(cachePorts.sentinel)],
  };
  new StatefulServer(scope, `cache-${name}`, {
    name,
    namespace,
    owner: cacheName(request),
    software,
    replicas: nodeCount(request),
    zones: site.zones,
    parallel: need.highlyAvailable,
    storageClass: storageClassOf(site),
    volumes: keepsData(request) ? [{ name: 'data', storageGiB: volumeGiB(request) }] : [],
    user: cacheUser,
    metrics: { port: cachePorts.metrics, path: '/metrics' },
    containers: [server(request), ...(need.highlyAvailable ? [sentinel(request)] : []), exporter(request)],
    ingress: [...clients, ...(need.highlyAvailable ? [others] : [])],
    egress: need.highlyAvailable ? [others] : [],
  });
}
