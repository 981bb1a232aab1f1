import type { Manifest } from '../../../charts';
import { qdrantFile } from '../../../charts/vector-store/qdrant-configuration';
import type { QdrantProps } from '../../../charts/vector-store/vector-store-props';
import { vectorStore } from '../../../services';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const withConfig = (config: unknown = {}) => ({ services: { vectorStore: vectorStore.config.parse(config) } });
const own = (rendered: ReturnType<typeof renderLocal>): string[] =>
  places(rendered)
    .filter((place) => /k8s\/(40|50)-vector-store/.test(place))
    .map((place) => place.replace(/-[0-9a-f]{8}$/, ''));
const text = (manifest: Manifest): string => JSON.stringify(manifest);

interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env: readonly { name: string; value?: string; valueFrom?: unknown }[];
  readonly ports: readonly { name: string; containerPort: number }[];
}

const containersOf = (manifest: Manifest): readonly Container[] =>
  specOf<{ template: { spec: { containers: readonly Container[] } } }>(manifest).template.spec.containers;

const fileOf = (uri: string, env: Record<string, string> = {}) =>
  JSON.parse(
    qdrantFile({
      store: vectorStore.config.parse({}).store,
      bindings: { snapshots: { name: 'n', uri, env, egress: [] } },
    } as unknown as QdrantProps),
  ) as { storage: { snapshots_config: object; collection: object }; cluster: object };

describe('Qdrant', () => {
  const local = renderLocal(withConfig({ ownKey: false }));
  const managed = renderManaged(withConfig());
  const set = the(local, 'StatefulSet', 'qdrant');

  it('consists of these objects', () => {
    expect(own(local)).toEqual([
      'k8s/50-vector-store/ConfigMap/qdrant',
      'k8s/50-vector-store/ConfigMap/qdrant-snapshots',
      'k8s/50-vector-store/CronJob/qdrant-snapshots',
      'k8s/50-vector-store/NetworkPolicy/qdrant',
      'k8s/50-vector-store/NetworkPolicy/qdrant-snapshots',
      'k8s/50-vector-store/PodDisruptionBudget/qdrant',
      'k8s/50-vector-store/Service/qdrant',
      'k8s/50-vector-store/Service/qdrant-headless',
      'k8s/50-vector-store/StatefulSet/qdrant',
    ]);
  });

  it('lets its members find each other by name before they are ready, all at once', () => {
    expect(specOf(set)).toMatchObject({
      replicas: 3,
      serviceName: 'qdrant-headless',
      podManagementPolicy: 'Parallel',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    expect(specOf(the(local, 'Service', 'qdrant-headless'))).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
    const [script = ''] = containersOf(set)[0]?.args ?? [];
    expect(script).toContain("--uri 'http://qdrant-0.qdrant-headless.vector-store.svc:6335'");
    expect(script).toContain("--bootstrap 'http://qdrant-0.qdrant-headless.vector-store.svc:6335'");
    expect(script).toContain('--uri "http://qdrant-$ordinal.qdrant-headless.vector-store.svc:6335"');
  });

  it('keeps its keys out of every file', () => {
    const [qdrant, metrics] = containersOf(set);
    expect(qdrant?.env).toContainEqual({
      name: 'QDRANT__SERVICE__API_KEY',
      valueFrom: { secretKeyRef: { name: 'vector-store-api-key', key: 'value' } },
    });
    // The proxy that anybody in monitoring may ask has the key that changes nothing.
    expect(text(set).match(/vector-store-api-key/g)).toHaveLength(1);
    expect(JSON.stringify(metrics?.env)).toContain('vector-store-read-only-key');
  });

  it('asks for readiness and life where no key is needed', () => {
    const [qdrant] = containersOf(set) as unknown as Record<string, { httpGet: { path: string; port: number } }>[];
    expect(qdrant?.readinessProbe?.httpGet).toMatchObject({ path: '/readyz', port: 6333 });
    expect(qdrant?.livenessProbe?.httpGet).toMatchObject({ path: '/livez', port: 6333 });
  });

  it('is scraped through the proxy, at the path that the proxy serves', () => {
    const { annotations } = specOf<{ template: { metadata: { annotations: Record<string, string> } } }>(set).template
      .metadata;
    expect(annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '6336',
      'prometheus.io/path': '/metrics',
    });
    const { data } = the(local, 'ConfigMap', 'qdrant') as unknown as { data: Record<string, string> };
    expect(data['nginx.conf.template']).toContain('listen 6336;');
    expect(data['nginx.conf.template']).toMatch(/api-key "\$\{QDRANT_READ_ONLY_KEY\}"/);
  });

  it('lets in callers that say so, its own members on their port and the snapshot job, and nobody else', () => {
    const { ingress } = specOf<{ ingress: { from: object[]; ports: { port: number }[] }[] }>(
      the(local, 'NetworkPolicy', 'qdrant'),
    );
    expect(ingress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([[6333, 6334], [6335], [6333], [6336]]);
    expect(JSON.stringify(ingress[0]?.from)).toContain('"evenkeel.dev/calls-vector-store":"true"');
    expect(JSON.stringify(ingress[1]?.from)).toContain('"app.kubernetes.io/component":"server"');
  });

  it('writes snapshots where the address of the bucket says', () => {
    expect(fileOf('s3://b', { AWS_REGION: 'eu-west-1' }).storage.snapshots_config).toEqual({
      snapshots_storage: 's3',
      s3_config: { bucket: 'b', region: 'eu-west-1' },
    });
    expect(
      fileOf('s3://b', { AWS_REGION: 'r', AWS_ENDPOINT_URL_S3: 'http://store:8333' }).storage.snapshots_config,
    ).toMatchObject({ s3_config: { endpoint_url: 'http://store:8333' } });
    expect(fileOf('gs://b').storage.snapshots_config).toEqual({
      snapshots_storage: 'gcs',
      gcs_config: { bucket: 'b' },
    });
    expect(fileOf('wasbs://box@account.blob.core.windows.net').storage.snapshots_config).toEqual({
      snapshots_storage: 'azure',
      azure_config: { account: 'account', container: 'box' },
    });
    expect(fileOf('store://b').storage.snapshots_config).toEqual({ snapshots_storage: 'local' });
  });

  it('asks every member for snapshots, once a night', () => {
    const job = text(the(managed, 'CronJob', 'qdrant-snapshots'));
    expect(job).toContain('"schedule":"23 2 * * *"');
    for (const ordinal of [0, 1, 2]) {
      expect(job).toContain(`http://qdrant-${ordinal}.qdrant-headless.vector-store.svc:6333`);
    }
  });

  it('starts a new pod for another configuration', () => {
    const annotation = (replicationFactor: number) =>
      text(
        the(
          renderLocal(withConfig({ ownKey: false, store: { engine: 'qdrant', replicationFactor } })),
          'StatefulSet',
          'qdrant',
        ),
      ).match(/"evenkeel.dev\/configuration":"(\w+)"/)?.[1];
    expect(annotation(2)).not.toBe(annotation(3));
  });

  it('is one member without a cluster where one is asked for', () => {
    const store = { engine: 'qdrant', nodes: 1, replicationFactor: 1 };
    const rendered = renderLocal(withConfig({ ownKey: false, store }));
    expect(own(rendered).filter((place) => place.includes('PodDisruptionBudget'))).toEqual([]);
    expect(text(the(rendered, 'ConfigMap', 'qdrant'))).toContain('\\"enabled\\": false');
    expect(text(the(rendered, 'StatefulSet', 'qdrant'))).not.toContain('--bootstrap');
  });
});

describe('pgvector', () => {
  const store = { engine: 'pgvector' };
  const local = renderLocal(withConfig({ ownKey: false, store }));
  const managed = renderManaged(withConfig({ store }));
  const job = (rendered: typeof local): Manifest => {
    const found = rendered.map(({ manifest }) => manifest).find(({ metadata }) => /^pgvector-ext/.test(metadata.name));
    if (!found) throw new Error('no job');
    return found;
  };

  it('consists of a job beside its database, and nothing of Qdrant', () => {
    expect(own(local)).toEqual([
      'k8s/40-vector-store-extension/Job/pgvector-extension',
      'k8s/40-vector-store-extension/NetworkPolicy/pgvector-extension',
    ]);
    expect(specOf(the(local, 'Cluster', 'vector-store-database'))).toMatchObject({ instances: 3 });
  });

  it('makes the extension before anybody uses it, and can be repeated', () => {
    expect(text(job(local))).toContain('CREATE EXTENSION IF NOT EXISTS vector');
    expect(text(job(local))).toContain('"secretKeyRef":{"key":"password","name":"vector-store-database-app"}');
  });

  it('checks the name of a managed database', () => {
    expect(text(job(managed))).toContain('"name":"PGSSLMODE","value":"verify-full"');
    expect(text(job(local))).not.toContain('PGSSLROOTCERT');
  });
});
