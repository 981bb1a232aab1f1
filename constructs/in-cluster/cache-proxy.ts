import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { shortHash } from '../contracts';
import { componentLabels } from '../kubernetes/component-labels';
import { tcp } from '../kubernetes/network-policy';
import { typedObject } from '../kubernetes/typed-object';
import { Server } from '../kubernetes/workloads';
import { type CacheRequest, cacheName, cachePorts, nodeHosts, passwordSecret, tlsSecret } from './cache-names';
import { nodeLabels } from './cache-nodes';
import { tlsPath } from './cache-scripts';

const haproxyVersion = '3.2.18';
const software = { name: 'haproxy', component: 'proxy', version: haproxyVersion } as const;
const healthPort = 8404;
/** The image's own account. */
const haproxyUser = 99;
const configPath = '/etc/haproxy';

/** Labels that select the proxies of a cache. */
export const proxyLabels = (request: CacheRequest) => componentLabels(cacheName(request), software).selector;

/**
 * Passes connections through to whichever node says that it is the primary; the encryption is between client and node.
 * Two seconds apart, so that clients follow a change of the primary at once; connections to the old one are cut.
 */
const configuration = (request: CacheRequest): string =>
  [
    'global',
    '  log stdout format raw local0 notice',
    '  maxconn 4000',
    'defaults',
    '  mode tcp',
    '  log global',
    '  timeout connect 3s',
    '  timeout client 1h',
    '  timeout server 1h',
    '  timeout check 3s',
    'resolvers cluster',
    '  parse-resolv-conf',
    '  hold valid 5s',
    'frontend cache',
    `  bind :${cachePorts.server}`,
    '  default_backend primary',
    'frontend health',
    '  mode http',
    `  bind :${healthPort}`,
    '  monitor-uri /healthz',
    '  monitor fail if { nbsrv(primary) eq 0 }',
    '  http-request use-service prometheus-exporter if { path /metrics }',
    'backend primary',
    '  option tcp-check',
    '  tcp-check send "AUTH $CACHE_PASSWORD\\r\\n"',
    '  tcp-check expect string +OK',
    '  tcp-check send "INFO replication\\r\\n"',
    '  tcp-check expect string role:master',
    '  tcp-check send "QUIT\\r\\n"',
    '  tcp-check expect string +OK',
    `  default-server check check-ssl verify required ca-file ${tlsPath}/ca.crt inter 2s fall 2 rise 1 init-state down on-marked-down shutdown-sessions resolvers cluster init-addr none`,
    ...nodeHosts(request).map((host, index) => `  server node-${index} ${host}:${cachePorts.server}`),
    '',
  ].join('\n');

/** The one address of a cache with copies: clients need not know what a sentinel is. */
export function cacheProxy(scope: Construct, request: CacheRequest): void {
  const { namespace, site, service } = request;
  const name = cacheName(request);
  const text = configuration(request);
  const configMap: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${name}-proxy`, namespace },
    data: { 'haproxy.cfg': text },
  };
  typedObject(scope, configMap);
  const health = (periodSeconds: number, failureThreshold: number) =>
    Probe.fromHttpGet('/healthz', {
      port: healthPort,
      periodSeconds: Duration.seconds(periodSeconds),
      failureThreshold,
    });
  new Server(scope, `proxy-${name}`, {
    name,
    namespace,
    owner: name,
    software,
    replicas: 2,
    zones: site.zones,
    user: haproxyUser,
    // HAProxy reads its file once.
    annotations: { 'evenkeel.dev/configuration': shortHash(text) },
    metrics: { port: healthPort, path: '/metrics' },
    containers: [
      {
        name: 'haproxy',
        image: `docker.io/library/haproxy:${haproxyVersion}`,
        command: ['haproxy', '-W', '-db', '-f', `${configPath}/haproxy.cfg`],
        env: { CACHE_PASSWORD: { secret: passwordSecret(request), key: 'value' } },
        cpuMillis: 100,
        cpuLimitMillis: 1000,
        memoryMiB: 128,
        ports: { redis: cachePorts.server },
        // No primary: no client should be sent here, but a restart would not find one either.
        readiness: health(3, 2),
        liveness: Probe.fromTcpSocket({
          port: cachePorts.server,
          periodSeconds: Duration.seconds(20),
          failureThreshold: 6,
        }),
        mounts: [
          { path: configPath, configMap: `${name}-proxy` },
          { path: tlsPath, secret: tlsSecret(request) },
        ],
        drainSeconds: 10,
      },
    ],
    ingress: [{ namespace, podLabels: { 'app.kubernetes.io/instance': service }, ports: [tcp(cachePorts.server)] }],
    egress: [{ namespace, podLabels: nodeLabels(request), ports: [tcp(cachePorts.server)] }],
  });
}
