import type { Site } from '../../../environments/model';
import { monitoring } from '../../../services';
import { manifests, type places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

type Rendered = Parameters<typeof places>[0];

const peers = [
  { role: 'standby' as const, name: 'test-aws-eu-west-1', network: '10.0.0.0/16' },
  { role: 'standby' as const, name: 'test-local' },
];
const federated = { monitoring: monitoring.config.parse({ longTerm: { federation: true } }) };
const site = (overrides: Partial<Site>) => renderManaged(overrides as never);

interface Pod {
  readonly template: {
    readonly spec: {
      readonly serviceAccountName?: string;
      readonly containers: readonly { readonly args: readonly string[] }[];
    };
  };
}

const argsOf = (rendered: Rendered, kind: string, name: string): readonly string[] =>
  specOf<Pod>(the(rendered, kind, name)).template.spec.containers[0]?.args ?? [];

const release = (rendered: Rendered) =>
  specOf<{ source: { helm: { valuesObject: Record<string, Record<string, unknown>> } } }>(
    the(rendered, 'Application', 'kube-prometheus-stack'),
  ).source.helm.valuesObject;

const hub = site({ services: federated, peers, role: 'primary' });
const spoke = site({ services: federated, peers, role: 'standby' });
const alone = site({ services: { monitoring: monitoring.config.parse({}) } });

describe('the hub', () => {
  it('asks every site of the environment, and shows its certificate to each', () => {
    const flag = argsOf(hub, 'Deployment', 'thanos-fleet').find((arg) => arg.startsWith('--endpoint.sd-config='));
    expect(JSON.parse(flag?.slice('--endpoint.sd-config='.length) ?? '{}')).toEqual({
      default_client_config: {
        tls_config: {
          enabled: true,
          cert_file: '/etc/thanos/peer/tls.crt',
          key_file: '/etc/thanos/peer/tls.key',
          ca_file: '/etc/thanos/peer/ca.crt',
        },
      },
      endpoints: [
        { address: 'thanos-site.monitoring.svc:10901' },
        { address: 'peers-test-aws-eu-west-1.ml.example.com:443' },
        { address: 'peers-test-local.ml.example.com:443' },
      ],
    });
  });

  it('reaches the networks of its peers, and nothing else outside', () => {
    const { egress } = specOf<{ egress: object[] }>(the(hub, 'NetworkPolicy', 'thanos-fleet'));
    expect(JSON.stringify(egress).match(/"cidr":"[^"]+"/g)).toEqual(['"cidr":"10.0.0.0/16"']);
  });

  it('is asked by Grafana through the frontend', () => {
    expect(argsOf(hub, 'Deployment', 'thanos-frontend')).toContain(
      '--query-frontend.downstream-url=http://thanos-fleet.monitoring.svc:10902',
    );
    expect(argsOf(spoke, 'Deployment', 'thanos-frontend')).toContain(
      '--query-frontend.downstream-url=http://thanos-site.monitoring.svc:10902',
    );
  });
});

describe('every site of a federation', () => {
  it.each([
    ['hub', hub],
    ['spoke', spoke],
  ])('%s answers peers only by certificate', (_name, rendered) => {
    expect(argsOf(rendered, 'Deployment', 'thanos-site')).toEqual(
      expect.arrayContaining(['--grpc-server-tls-client-ca=/etc/thanos/peer/ca.crt']),
    );
    expect(specOf(the(rendered, 'TLSRoute', 'thanos-site'))).toMatchObject({
      hostnames: ['peers-test-google-europe-west1.ml.example.com'],
      rules: [{ backendRefs: [{ name: 'thanos-site', port: 10901 }] }],
    });
    const { listeners } = specOf<{ listeners: { name: string; tls?: { mode: string } }[] }>(
      the(rendered, 'Gateway', 'site'),
    );
    expect(listeners.find(({ name }) => name === 'peers')?.tls?.mode).toBe('Passthrough');
  });

  it('does not ask others from a spoke, so that no question goes round in circles', () => {
    expect(manifests(spoke).some(({ metadata: { name } }) => name === 'thanos-fleet')).toBe(false);
    expect(argsOf(hub, 'Deployment', 'thanos-site').join(' ')).not.toContain('peers-');
  });
});

it('keeps a site that is alone shut', () => {
  const { listeners } = specOf<{ listeners: { name: string }[] }>(the(alone, 'Gateway', 'site'));
  expect(listeners.map(({ name }) => name)).toEqual(['http', 'https']);
  expect(manifests(alone).some(({ kind }) => kind === 'TLSRoute')).toBe(false);
});

describe('series in the bucket', () => {
  it('are written as the identity of the service', () => {
    const prometheus = release(alone).prometheus as Record<string, Record<string, unknown>>;
    expect(prometheus.serviceAccount).toEqual({ create: false, name: 'monitoring' });
    expect(prometheus.prometheusSpec?.podMetadata).toEqual({ labels: { 'identity.example.com/use': 'true' } });
    expect(specOf<Pod>(the(alone, 'StatefulSet', 'thanos-store')).template.spec.serviceAccountName).toBe('monitoring');
  });

  it('have one compactor, with the retention that was asked for', () => {
    const args = argsOf(alone, 'StatefulSet', 'thanos-compactor');
    expect(args).toEqual(
      expect.arrayContaining([
        '--retention.resolution-raw=90d',
        '--retention.resolution-5m=180d',
        '--retention.resolution-1h=730d',
      ]),
    );
    expect(specOf<{ replicas: number }>(the(alone, 'StatefulSet', 'thanos-compactor')).replicas).toBe(1);
  });

  it('need a key where the store is in the cluster, and it is not in Git', () => {
    const local = renderLocal({ services: { monitoring: monitoring.config.parse({}) } });
    const spec = release(local).prometheus as { prometheusSpec: { thanos: { objectStorageConfig: unknown } } };
    expect(spec.prometheusSpec.thanos.objectStorageConfig).toEqual({
      existingSecret: { name: 'monitoring-thanos-sidecar', key: 'objstore.yaml' },
    });
    const { target } = specOf<{ target: { template: { data: Record<string, string> } } }>(
      the(local, 'ExternalSecret', 'monitoring-thanos-sidecar'),
    );
    expect(JSON.parse(target.template.data['objstore.yaml'] ?? '{}')).toMatchObject({
      type: 'S3',
      config: { bucket: 'monitoring-metrics', insecure: true, secret_key: '{{ .key }}' },
    });
  });
});
