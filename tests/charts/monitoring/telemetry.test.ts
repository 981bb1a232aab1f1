import { monitoring, tracking } from '../../../services';
import { manifests, type places, renderManaged, specOf, the } from '../site-rendering';

type Rendered = Parameters<typeof places>[0];

const site = (config: object) => renderManaged({ services: { monitoring: monitoring.config.parse(config) } });
const rendered = site({ errorTracking: true });

const fileOf = <T>(of: Rendered, configMap: string, key: string): T => {
  const { data } = the(of, 'ConfigMap', configMap) as unknown as { data: Record<string, string> };
  return JSON.parse(data[key] ?? '{}') as T;
};

interface Collector {
  readonly receivers: Record<string, { exclude?: string[] }>;
  readonly exporters: Record<string, { endpoint: string; headers?: Record<string, string> }>;
  readonly service: { pipelines: Record<string, { processors: string[]; exporters: string[] }> };
}

interface Pods {
  readonly template: {
    readonly metadata: { readonly annotations: Record<string, string> };
    readonly spec: {
      readonly hostNetwork?: boolean;
      readonly nodeSelector?: Record<string, string>;
      readonly containers: readonly {
        readonly env?: readonly { name: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[];
        readonly securityContext: {
          readonly runAsUser: number;
          readonly privileged?: boolean;
          readonly capabilities: { drop: string[]; add?: string[] };
        };
        readonly volumeMounts: readonly { name: string; readOnly?: boolean }[];
      }[];
    };
  };
}

const podOf = (kind: string, name: string) => specOf<Pods>(the(rendered, kind, name)).template;

describe('the collector', () => {
  const { exporters, service } = fileOf<Collector>(rendered, 'otel-gateway', 'collector.yaml');

  it('sends logs to Loki in the name of the site, and traces to Tempo', () => {
    expect(exporters['otlp_http/logs']).toMatchObject({
      endpoint: 'http://loki.monitoring.svc:3100/otlp',
      headers: { 'X-Scope-OrgID': 'test-google-europe-west1' },
    });
    expect(exporters['otlp_grpc/traces']?.endpoint).toBe('tempo.monitoring.svc:4317');
  });

  it('sends errors, and only errors, to the error tracker', () => {
    const outside = Object.entries(service.pipelines).filter(([, { exporters: to }]) =>
      to.includes('otlp_http/errors'),
    );
    expect(
      outside.map(([name, { processors }]) => [name, processors.some((each) => each.startsWith('filter/'))]),
    ).toEqual([
      ['logs/errors', true],
      ['traces/errors', true],
    ]);
    const secrets = podOf('Deployment', 'otel-gateway').spec.containers[0]?.env?.map(
      ({ valueFrom }) => valueFrom?.secretKeyRef,
    );
    expect(secrets).toEqual([
      { name: 'monitoring-error-tracking', key: 'endpoint' },
      { name: 'monitoring-error-tracking', key: 'public-key' },
    ]);
  });

  it('has no way out of the cluster without an error tracker', () => {
    const egress = JSON.stringify(specOf(the(site({}), 'NetworkPolicy', 'otel-gateway')).egress);
    expect(egress).not.toContain('cidr');
  });

  it('refuses before it runs out of memory', () => {
    for (const { processors } of Object.values(service.pipelines)) expect(processors[0]).toBe('memory_limiter');
  });
});

describe('agents on every machine', () => {
  it('are in a namespace of their own, for the one of monitoring stays restricted', () => {
    const agents = manifests(rendered).filter(({ kind }) => kind === 'DaemonSet');
    expect([...new Set(agents.map(({ metadata }) => metadata.namespace))]).toEqual(['node-agents']);
  });

  it.each(['log-agent', 'node-exporter', 'dcgm-exporter'])('%s is not privileged, and reads only', (name) => {
    const [container] = podOf('DaemonSet', name).spec.containers;
    expect(container?.securityContext.privileged).toBeUndefined();
    expect(container?.securityContext.capabilities.drop).toEqual(['ALL']);
    expect(container?.volumeMounts.filter(({ readOnly }) => !readOnly).map((mount) => mount.name)).toEqual(
      name === 'log-agent' ? ['positions'] : [],
    );
  });

  it('add one capability, for the counters of GPUs', () => {
    expect(podOf('DaemonSet', 'dcgm-exporter').spec.containers[0]?.securityContext.capabilities.add).toEqual([
      'SYS_ADMIN',
    ]);
    expect(podOf('DaemonSet', 'dcgm-exporter').spec.nodeSelector).toEqual({ 'evenkeel.dev/pool': 'gpu' });
  });

  it('do not read their own log again', () => {
    const { receivers } = fileOf<Collector>(rendered, 'log-agent', 'collector.yaml');
    expect(receivers.file_log?.exclude).toEqual(['/var/log/pods/node-agents_log-agent-*/*/*.log']);
  });
});

describe('Loki', () => {
  interface Settings {
    readonly auth_enabled: boolean;
    readonly common: { replication_factor: number };
    readonly limits_config: { retention_period: string };
  }

  it('keeps logs as long as asked, in three copies until they are in the bucket', () => {
    const settings = fileOf<Settings>(site({ logs: { retentionDays: 7 } }), 'loki', 'loki.yaml');
    expect(settings).toMatchObject({
      auth_enabled: true,
      common: { replication_factor: 3 },
      limits_config: { retention_period: '168h' },
    });
  });

  it('is one server in the small profile', () => {
    const one = site({ size: 'small' });
    expect(fileOf<Settings>(one, 'loki', 'loki.yaml').common.replication_factor).toBe(1);
    expect(specOf(the(one, 'StatefulSet', 'loki')).replicas).toBe(1);
  });
});

it('asks for every route by its public name', () => {
  const both = renderManaged({
    services: { tracking: tracking.config.parse({}), monitoring: monitoring.config.parse({}) },
  });
  const probes = manifests(both).filter(({ kind }) => kind === 'Probe');
  expect(probes.map((probe) => specOf<{ targets: unknown }>(probe).targets)).toEqual(
    expect.arrayContaining([
      { staticConfig: { static: ['https://mlflow.ml.example.com/'], labels: { service: 'tracking' } } },
      { staticConfig: { static: ['https://grafana.ml.example.com/'], labels: { service: 'monitoring' } } },
    ]),
  );
});
