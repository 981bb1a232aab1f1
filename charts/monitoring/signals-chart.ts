import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { monitoring } from '../../services';
import type { ChartContext } from '../chart-context';
import type { Alert, Panel, ServiceLevel } from '../signals';
import { WaveChart } from '../wave-chart';
import { dashboard, dashboardUid } from './dashboard';
import { grafanaHost } from './grafana';
import { serviceRules } from './service-rules';

/** What one service of the site says of itself, as configured there. */
export interface WatchedService {
  /** Kebab case. */
  readonly name: string;
  readonly title: string;
  readonly levels: readonly ServiceLevel[];
  readonly alerts: readonly Alert[];
  readonly panels: readonly Panel[];
}

export interface SignalsChartProps {
  readonly context: ChartContext;
  readonly services: readonly WatchedService[];
}

const { namespace, name: owner } = monitoring;

/** Grafana's sidecar loads ConfigMaps with this label. */
const dashboardLabel = { grafana_dashboard: '1' } as const;

/** Rules and a dashboard for every service of a site, from what each says of itself. */
export class SignalsChart extends WaveChart {
  constructor(scope: Construct, { context, services }: SignalsChartProps) {
    super(scope, { context, wave: 'services', owner, name: `${owner}-signals` });
    for (const service of services) {
      this.addRules(context, service);
      this.addDashboard(service);
    }
  }

  private addRules(context: ChartContext, service: WatchedService): void {
    const dashboardUrl = `https://${grafanaHost}.${context.domain}/d/${dashboardUid(service.name)}`;
    const groups = serviceRules(service.name, service, { title: service.title, dashboardUrl });
    if (groups.length === 0) return;
    const rules: IPrometheusRule = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: service.name, namespace },
      spec: {
        groups: groups.map(({ name, interval, rules }) => ({
          name,
          interval,
          rules: rules.map((rule) => ({ ...rule })),
        })),
      },
    };
    typedObject(this, rules);
  }

  private addDashboard(service: WatchedService): void {
    const { name, title, levels, panels } = service;
    const configMap: IConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `dashboard-${name}`, namespace, labels: { ...dashboardLabel } },
      data: { [`${name}.json`]: `${JSON.stringify(dashboard({ service: name, title, levels, panels }), null, 2)}\n` },
    };
    typedObject(this, configMap);
  }
}
