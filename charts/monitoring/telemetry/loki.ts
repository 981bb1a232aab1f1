import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { type BucketBinding, type IdentityBinding, shortHash } from '../../../constructs/contracts';
import { tcp } from '../../../constructs/kubernetes/network-policy';
import { lokiStorage, objectStore } from '../../../constructs/kubernetes/telemetry-storage';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { headlessName, StatefulServer } from '../../../constructs/kubernetes/workloads';
import type { ChartContext } from '../../chart-context';
import type { MonitoringProps } from '../monitoring-props';
import { chartPods, namespace, owner, pods, podsOf } from '../parts';
import { asked } from '../probe';
import { type StackSize, stackSizes } from '../sizing';
import { collectorPods } from './collector';

const version = '3.7.8';
const software = { name: 'loki', component: 'logs', version };
export const lokiName = 'loki';
export const lokiPort = 3100;
const ports = { grpc: 9095, gossip: 7946 } as const;
const folder = '/loki';
const configFile = 'loki.yaml';
const volume = 'data';

export const lokiUrl = `http://${lokiName}.${namespace}.svc:${lokiPort}`;
export const lokiPods = podsOf(software.name, software.component);

export interface LokiProps {
  readonly context: ChartContext;
  readonly config: MonitoringProps['config']['logs'];
  readonly size: StackSize['loki'];
  readonly bucket: BucketBinding;
  readonly identity: IdentityBinding;
}

/** `undefined`: logs are not kept. */
export function lokiProps({ context, config, bindings }: MonitoringProps): LokiProps | undefined {
  const { identity, logs: bucket } = bindings;
  if (!config.logs.enabled || !identity || !bucket) return undefined;
  return { context, config: config.logs, size: stackSizes[config.size].loki, bucket, identity };
}

/** JSON, which is YAML too. */
export function lokiFile({ config, size, bucket }: LokiProps): string {
  const store = objectStore(bucket);
  const grouped = size.replicas > 1;
  const settings = {
    // Every request names its tenant: the site.
    auth_enabled: true,
    analytics: { reporting_enabled: false },
    server: { http_listen_port: lokiPort, grpc_listen_port: ports.grpc, log_format: 'json' },
    common: {
      path_prefix: folder,
      replication_factor: size.replicas,
      ring: { kvstore: { store: grouped ? 'memberlist' : 'inmemory' } },
      storage: lokiStorage(store),
    },
    ...(grouped
      ? {
          memberlist: {
            bind_port: ports.gossip,
            join_members: [`${headlessName(lokiName)}.${namespace}.svc:${ports.gossip}`],
          },
        }
      : {}),
    schema_config: {
      configs: [
        {
          from: '2025-01-01',
          store: 'tsdb',
          object_store: store.kind,
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    compactor: { retention_enabled: true, delete_request_store: store.kind },
    limits_config: {
      retention_period: `${config.retentionDays * 24}h`,
      ingestion_rate_mb: size.ingestMiBPerSecond,
      ingestion_burst_size_mb: size.ingestMiBPerSecond * 2,
      volume_enabled: true,
    },
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

/**
 * Loki as one program: three servers hold every line twice confirmed before it is in the bucket; the small profile has
 * one. What is not yet sent lies in a log on the volume.
 */
export function addLoki(scope: Construct, props: LokiProps): void {
  const { context, config, size, bucket, identity } = props;
  const text = lokiFile(props);
  const configMap: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: lokiName, namespace },
    data: { [configFile]: text },
  };
  typedObject(scope, configMap);
  new StatefulServer(scope, lokiName, {
    name: lokiName,
    namespace,
    owner,
    software,
    replicas: size.replicas,
    zones: context.zones,
    parallel: true,
    // Chunks in memory are sent before it leaves.
    terminationSeconds: 300,
    user: 10_001,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    annotations: { 'evenkeel.dev/configuration': shortHash(text) },
    metrics: { port: lokiPort, path: '/metrics' },
    volumes: [{ name: volume, storageGiB: config.storageGiB }],
    containers: [
      {
        name: lokiName,
        image: `docker.io/grafana/loki:${version}`,
        command: ['/usr/bin/loki'],
        args: [`-config.file=/etc/loki/${configFile}`, '-target=all'],
        env: bucket.env,
        cpuMillis: size.cpuMillis,
        memoryMiB: size.memoryMiB,
        ports: { http: lokiPort, grpc: ports.grpc, gossip: ports.gossip },
        startup: asked('/ready', lokiPort, 10, 60),
        readiness: asked('/ready', lokiPort, 10, 3),
        liveness: asked('/metrics', lokiPort, 30, 6),
        mounts: [
          { path: '/etc/loki', configMap: lokiName },
          { path: folder, claim: volume },
          { path: '/tmp', scratchMiB: 64 },
        ],
      },
    ],
    ingress: [
      pods(collectorPods, lokiPort),
      pods(chartPods.grafana, lokiPort),
      { namespace, podLabels: lokiPods, ports: [tcp(lokiPort), tcp(ports.grpc), tcp(ports.gossip)] },
    ],
    egress: [
      { namespace, podLabels: lokiPods, ports: [tcp(lokiPort), tcp(ports.grpc), tcp(ports.gossip)] },
      ...bucket.egress,
      ...identity.egress,
    ],
  });
}
