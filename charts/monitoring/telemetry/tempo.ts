import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { type BucketBinding, type IdentityBinding, shortHash } from '../../../constructs/contracts';
import { objectStore, tempoStorage } from '../../../constructs/kubernetes/telemetry-storage';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { StatefulServer } from '../../../constructs/kubernetes/workloads';
import type { ChartContext } from '../../chart-context';
import type { MonitoringProps } from '../monitoring-props';
import { chartPods, namespace, owner, pods, podsOf } from '../parts';
import { asked } from '../probe';
import { type PartSize, stackSizes } from '../sizing';
import { collectorPods } from './collector';

const version = '2.10.5';
const software = { name: 'tempo', component: 'traces', version };
const tempoName = 'tempo';
const folder = '/var/tempo';
const configFile = 'tempo.yaml';
const volume = 'data';
export const tempoPorts = { http: 3200, otlp: 4317 } as const;
export const tempoPods = podsOf(software.name, software.component);
export const tempoHost = `${tempoName}.${namespace}.svc`;

export interface TempoProps {
  readonly context: ChartContext;
  readonly config: MonitoringProps['config']['traces'];
  readonly size: PartSize;
  readonly bucket: BucketBinding;
  readonly identity: IdentityBinding;
}

/** `undefined`: traces are not kept. */
export function tempoProps({ context, config, bindings }: MonitoringProps): TempoProps | undefined {
  const { identity, traces: bucket } = bindings;
  if (!config.traces.enabled || !identity || !bucket) return undefined;
  return { context, config: config.traces, size: stackSizes[config.size].tempo, bucket, identity };
}

/** JSON, which is YAML too. */
export function tempoFile({ config, bucket }: TempoProps): string {
  const settings = {
    usage_report: { reporting_enabled: false },
    server: { http_listen_port: tempoPorts.http, grpc_listen_port: 9095, log_format: 'json' },
    distributor: { receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${tempoPorts.otlp}` } } } } },
    // A lost volume costs what was not yet sent: five minutes of traces.
    ingester: { max_block_duration: '5m' },
    compactor: { compaction: { block_retention: `${config.retentionDays * 24}h` } },
    storage: {
      trace: {
        ...tempoStorage(objectStore(bucket)),
        wal: { path: `${folder}/wal` },
        local: { path: `${folder}/blocks` },
      },
    },
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

/** Tempo as one program on one volume. While it is away, the collector keeps what it is sent and tries again. */
export function addTempo(scope: Construct, props: TempoProps): void {
  const { context, config, size, bucket, identity } = props;
  const text = tempoFile(props);
  const configMap: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: tempoName, namespace },
    data: { [configFile]: text },
  };
  typedObject(scope, configMap);
  new StatefulServer(scope, tempoName, {
    name: tempoName,
    namespace,
    owner,
    software,
    replicas: 1,
    zones: context.zones,
    user: 10_001,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    annotations: { 'evenkeel.dev/configuration': shortHash(text) },
    metrics: { port: tempoPorts.http, path: '/metrics' },
    volumes: [{ name: volume, storageGiB: config.storageGiB }],
    containers: [
      {
        name: tempoName,
        image: `docker.io/grafana/tempo:${version}`,
        command: ['/tempo'],
        args: [`-config.file=/etc/tempo/${configFile}`, '-target=all'],
        env: bucket.env,
        ...size,
        ports: { http: tempoPorts.http, otlp: tempoPorts.otlp },
        startup: asked('/ready', tempoPorts.http, 10, 60),
        readiness: asked('/ready', tempoPorts.http, 10, 3),
        liveness: asked('/metrics', tempoPorts.http, 30, 6),
        mounts: [
          { path: '/etc/tempo', configMap: tempoName },
          { path: folder, claim: volume },
          { path: '/tmp', scratchMiB: 64 },
        ],
      },
    ],
    ingress: [pods(collectorPods, tempoPorts.otlp), pods(chartPods.grafana, tempoPorts.http)],
    egress: [...bucket.egress, ...identity.egress],
  });
}
