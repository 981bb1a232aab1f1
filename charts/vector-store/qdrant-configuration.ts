import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { bucketKind } from '../../constructs/kubernetes/bucket-kinds';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { metricsProxyFile, metricsProxyTemplate } from './metrics-proxy';
import { configMapName, namespace, ports } from './vector-store';
import type { QdrantProps } from './vector-store-props';

export const configFile = 'production.yaml';

type Settings = Readonly<Record<string, string>>;

/**
 * Where a kind of store keeps things, from the bucket's address and what its clients are told. Who may write, the pod's
 * own identity or its environment says.
 */
const locations: Readonly<
  Record<string, ((uri: string, env: Readonly<Record<string, unknown>>) => Settings) | undefined>
> = {
  s3: (uri, env) => ({
    bucket: new URL(uri).hostname,
    region: `${env.AWS_REGION}`,
    ...(env.AWS_ENDPOINT_URL_S3 ? { endpoint_url: `${env.AWS_ENDPOINT_URL_S3}` } : {}),
  }),
  gs: (uri) => ({ bucket: new URL(uri).hostname }),
  wasbs: (uri) => {
    const { username: container, hostname } = new URL(uri);
    return { account: hostname.split('.')[0] ?? hostname, container };
  },
};

/** Snapshots go straight to the bucket; to one of an unknown kind nothing can be written, and they stay on the volume. */
function snapshotStorage({ bindings: { snapshots } }: QdrantProps) {
  const { uri, env } = snapshots;
  const kind = bucketKind(uri);
  const location = locations[uri.slice(0, uri.indexOf(':'))];
  if (!kind || !location) return { snapshots_storage: 'local' };
  return { snapshots_storage: kind, [`${kind}_config`]: location(uri, env) };
}

/** `config/production.yaml`: JSON, which is YAML too. Keys come by the environment. */
export const qdrantFile = (props: QdrantProps): string => {
  const { store } = props;
  return `${JSON.stringify(
    {
      log_level: 'INFO',
      telemetry_disabled: true,
      storage: {
        storage_path: '/qdrant/storage/data',
        snapshots_path: '/qdrant/storage/snapshots',
        // A snapshot is put together here before it leaves; the volume has the room.
        temp_path: '/qdrant/storage/temp',
        snapshots_config: snapshotStorage(props),
        on_disk_payload: true,
        performance: { optimizer_cpu_budget: 0 },
        collection: {
          replication_factor: store.replicationFactor,
          // A copy that misses a write is out of use until it has caught up, so half of them is enough to go on.
          write_consistency_factor: Math.ceil(store.replicationFactor / 2),
        },
      },
      service: {
        host: '0.0.0.0',
        http_port: ports.http,
        grpc_port: ports.grpc,
        enable_cors: false,
        max_request_size_mb: 64,
      },
      cluster: { enabled: store.nodes > 1, p2p: { port: ports.p2p } },
    },
    undefined,
    2,
  )}\n`;
};

export function addConfiguration(scope: Construct, props: QdrantProps): void {
  const manifest: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configMapName, namespace },
    data: { [configFile]: qdrantFile(props), [metricsProxyFile]: metricsProxyTemplate },
  };
  typedObject(scope, manifest);
}
