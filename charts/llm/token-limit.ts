import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { type CacheBinding, type EnvValue, shortHash } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { Server } from '../../constructs/kubernetes/workloads';
import { components, limiterName, namespace, owner, podsOf, ports, ratelimitImage, user } from './llm';
import type { LlmProps } from './llm-props';
import { clientDescriptor } from './router-configuration';

const root = '/srv/ratelimit';
/** The service reads every file of this folder. */
const folder = `${root}/llm/config`;
const file = 'limits.yaml';
const authorities = '/etc/ratelimit-counters';

const perMinute = (tokens: number) => ({ unit: 'minute', requests_per_unit: tokens });

/** JSON, which is YAML too: every client has a count of its own; some have a limit of their own. */
const limits = ({ config: { tokenLimit } }: LlmProps): string =>
  `${JSON.stringify(
    {
      domain: 'llm',
      descriptors: [
        { key: clientDescriptor, rate_limit: perMinute(tokenLimit.tokensPerMinute) },
        ...Object.entries(tokenLimit.clients).map(([value, tokens]) => ({
          key: clientDescriptor,
          value,
          rate_limit: perMinute(tokens),
        })),
      ],
    },
    undefined,
    2,
  )}\n`;

const health = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/healthcheck', {
    port: ports.limiter.http,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(3),
    failureThreshold,
  });

/** The names come first: a container's variables may quote those before them. */
const signIn: Readonly<Record<CacheBinding['signIn'], (secret: string) => Readonly<Record<string, EnvValue>>>> = {
  network: () => ({}),
  password: (secret) => ({
    COUNTERS_USER: { secret, key: 'username' },
    COUNTERS_PASSWORD: { secret, key: 'password' },
    REDIS_AUTH: '$(COUNTERS_USER):$(COUNTERS_PASSWORD)',
  }),
};

/** Envoy's rate limit service: all routers count in one place, so a limit holds however many there are. */
export function addTokenLimit(scope: Construct, props: LlmProps): void {
  const { context, bindings } = props;
  const { counters } = bindings;
  const text = limits(props);
  const manifest: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: limiterName, namespace },
    data: { [file]: text },
  };
  typedObject(scope, manifest);
  const privateAuthority = counters.tls === 'private-authority';
  const secret = counters.secretName;
  new Server(scope, 'token-limit', {
    name: limiterName,
    namespace,
    owner,
    software: components.limiter,
    replicas: 2,
    zones: context.zones,
    user,
    annotations: { 'evenkeel.dev/configuration': shortHash(text) },
    metrics: { port: ports.limiter.metrics, path: '/metrics' },
    containers: [
      {
        name: 'ratelimit',
        image: ratelimitImage,
        command: ['/bin/ratelimit'],
        env: {
          COUNTERS_HOST: { secret, key: 'host' },
          COUNTERS_PORT: { secret, key: 'port' },
          REDIS_SOCKET_TYPE: 'tcp',
          REDIS_URL: '$(COUNTERS_HOST):$(COUNTERS_PORT)',
          ...signIn[counters.signIn](secret),
          REDIS_TLS: 'true',
          ...(privateAuthority ? { REDIS_TLS_CACERT: `${authorities}/ca.crt` } : {}),
          RUNTIME_ROOT: root,
          RUNTIME_SUBDIRECTORY: 'llm',
          RUNTIME_APPDIRECTORY: 'config',
          RUNTIME_WATCH_ROOT: 'false',
          // A mounted ConfigMap brings its own folders along, whose names begin with dots.
          RUNTIME_IGNOREDOTFILES: 'true',
          PORT: `${ports.limiter.http}`,
          GRPC_PORT: `${ports.limiter.grpc}`,
          DEBUG_HOST: '127.0.0.1',
          DEBUG_PORT: `${ports.limiter.debug}`,
          USE_STATSD: 'false',
          USE_PROMETHEUS: 'true',
          PROMETHEUS_ADDR: `:${ports.limiter.metrics}`,
          LOG_LEVEL: 'warn',
          LOG_FORMAT: 'json',
        },
        cpuMillis: 50,
        cpuLimitMillis: 500,
        memoryMiB: 128,
        ports: { http: ports.limiter.http, grpc: ports.limiter.grpc },
        startup: health(2, 30),
        readiness: health(5, 3),
        liveness: health(15, 4),
        mounts: [
          { path: folder, configMap: limiterName },
          ...(privateAuthority ? [{ path: authorities, secret }] : []),
        ],
      },
    ],
    ingress: [{ namespace, podLabels: podsOf('router'), ports: [tcp(ports.limiter.grpc)] }],
    egress: counters.egress,
  });
}
