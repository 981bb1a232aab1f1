import type { Site } from '../../../environments/model';
import { monitoring, tracking } from '../../../services';
import { manifests, places, renderManaged, specOf, the } from '../site-rendering';

const services = { tracking: tracking.config.parse({}), monitoring: monitoring.config.parse({}) };
const rendered = renderManaged({ services });

const release = (site: typeof rendered) =>
  specOf<{ source: { helm: { valuesObject: Record<string, Record<string, unknown>> } } }>(
    the(site, 'Application', 'kube-prometheus-stack'),
  ).source.helm.valuesObject;

const small = monitoring.config.parse({
  longTerm: { enabled: false },
  logs: { enabled: false },
  traces: { enabled: false },
  nodes: false,
  probes: false,
  cost: false,
});

const ofMonitoring = (site: typeof rendered) =>
  places(site).filter((place) => /monitoring/.test(place) && /^k8s\/[345]0/.test(place));

const workloads = (site: typeof rendered) =>
  manifests(site)
    .filter(
      ({ kind, metadata: { namespace } }) =>
        ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind) &&
        ['monitoring', 'node-agents'].includes(namespace ?? ''),
    )
    .map(({ kind, metadata: { namespace, name } }) => `${namespace}/${kind}/${name}`)
    .sort();

it('watches every service of the site', () => {
  expect(ofMonitoring(renderManaged({ services: { ...services, monitoring: small } }))).toEqual([
    'k8s/50-monitoring-access/HTTPRoute/monitoring-web',
    'k8s/50-monitoring-releases/Application/kube-prometheus-stack',
    'k8s/50-monitoring-signals/ConfigMap/dashboard-gitops',
    'k8s/50-monitoring-signals/ConfigMap/dashboard-monitoring',
    'k8s/50-monitoring-signals/ConfigMap/dashboard-tracking',
    'k8s/50-monitoring-signals/PrometheusRule/gitops',
    'k8s/50-monitoring-signals/PrometheusRule/monitoring',
    'k8s/50-monitoring-signals/PrometheusRule/tracking',
    'k8s/50-monitoring/ScrapeConfig/annotated-pods',
  ]);
});

it('keeps series, logs and traces, and looks at machines, routes and cost unless told otherwise', () => {
  expect(workloads(rendered)).toEqual([
    'monitoring/Deployment/blackbox-exporter',
    'monitoring/Deployment/opencost',
    'monitoring/Deployment/otel-gateway',
    'monitoring/Deployment/thanos-frontend',
    'monitoring/Deployment/thanos-site',
    'monitoring/StatefulSet/loki',
    'monitoring/StatefulSet/tempo',
    'monitoring/StatefulSet/thanos-compactor',
    'monitoring/StatefulSet/thanos-store',
    'node-agents/DaemonSet/dcgm-exporter',
    'node-agents/DaemonSet/log-agent',
    'node-agents/DaemonSet/node-exporter',
  ]);
});

it('looks for GPUs only where a pool has some', () => {
  const without = renderManaged({ services, pools: [] } as Partial<Site>);
  expect(workloads(without)).not.toContain('node-agents/DaemonSet/dcgm-exporter');
});

it('makes no rules and dashboards where monitoring is off', () => {
  const off = renderManaged({ services: { tracking: services.tracking } });
  expect(manifests(off).filter(({ kind }) => kind === 'PrometheusRule' || kind === 'ScrapeConfig')).toEqual([]);
});

it('installs the definitions before any service', () => {
  expect(places(rendered)).toContain('k8s/15-operators/Application/prometheus-operator-crds');
});

it('tells sites apart', () => {
  const { prometheusSpec } = release(rendered).prometheus as { prometheusSpec: { externalLabels: unknown } };
  expect(prometheusSpec.externalLabels).toEqual({
    environment: 'test',
    cloud: 'google',
    region: 'europe-west1',
    site: the(rendered, 'PrometheusRule', 'tracking').metadata.labels?.['evenkeel.dev/site'],
  });
});

describe('alert receivers', () => {
  const withReceivers = renderManaged({
    services: { monitoring: monitoring.config.parse({ alerts: { pages: 'pagerduty', tickets: 'webhook' } }) },
  });
  const alertmanager = release(withReceivers).alertmanager as {
    config: { receivers: unknown[]; route: { routes: unknown[] } };
    alertmanagerSpec: { secrets: string[] };
  };

  it('read their keys from files, never from the configuration', () => {
    expect(alertmanager.config.receivers).toEqual([
      { name: 'nobody' },
      {
        name: 'pages',
        pagerduty_configs: [
          { routing_key_file: '/etc/alertmanager/secrets/monitoring-pages/routing-key', send_resolved: true },
        ],
      },
      {
        name: 'tickets',
        webhook_configs: [{ url_file: '/etc/alertmanager/secrets/monitoring-tickets/url', send_resolved: true }],
      },
    ]);
    expect(alertmanager.alertmanagerSpec.secrets).toEqual(['monitoring-pages', 'monitoring-tickets']);
  });

  it('are all there is of a way out', () => {
    const egressOf = (site: typeof rendered) =>
      JSON.stringify(specOf(the(site, 'NetworkPolicy', 'kube-prometheus-stack-alertmanager')).egress);
    expect(egressOf(withReceivers)).toContain('0.0.0.0/0');
    expect(egressOf(rendered)).not.toContain('0.0.0.0/0');
  });
});
