import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { monitoring } from '../../services';
import type { ChartContext } from '../chart-context';
import type { Alert, Panel, ServiceLevel } from '../signals';
import { WaveChart, type WaveChartProps } from '../wave-chart';
import { costSeries } from './cost/cost-series';
import { type DashboardProps, dashboard, dashboardUrl } from './dashboard';
import { addProbe } from './exporters/blackbox';
import type { RecordingRule } from './rule-group';
import { addRules } from './rule-object';
import { serviceRules } from './service-rules';
import { sloSeries } from './slo-rules';
import { storePanels } from './store-panels';
import { storeRules } from './store-rules';
import type { WatchedStore } from './stores';
import type { WatchedRules } from './watched-rules';

/** What one service of the site says of itself, as configured there. */
export interface WatchedService {
  /** Kebab case. */
  readonly name: string;
  readonly title: string;
  readonly levels: readonly ServiceLevel[];
  /** Series that rules of others ask for. Default: none. */
  readonly recordings?: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
  readonly panels: readonly Panel[];
  /** Public addresses. */
  readonly routes: readonly string[];
}

export interface SignalsChartProps {
  readonly context: ChartContext;
  readonly services: readonly WatchedService[];
  /** Every data service of the site. */
  readonly stores: readonly WatchedStore[];
  /** What is of no single service. */
  readonly further: readonly WatchedRules[];
}

const { namespace, name: owner } = monitoring;

/** Grafana's sidecar loads ConfigMaps with this label. */
const dashboardLabel = { grafana_dashboard: '1' } as const;

/** The folder of all rules and dashboards. */
export const signalsWave = (scope: Construct, context: ChartContext): WaveChart =>
  new WaveChart(scope, signalsProps(context));

const signalsProps = (context: ChartContext): WaveChartProps => ({
  context,
  wave: 'services',
  owner,
  name: `${owner}-signals`,
});

/** Rules and a dashboard for every service of a site, from what each says of itself, and for the data that it keeps. */
export class SignalsChart extends WaveChart {
  constructor(scope: Construct, { context, services, stores, further }: SignalsChartProps) {
    super(scope, signalsProps(context));
    if (context.services.monitoring?.longTerm.enabled) this.addSites();
    for (const service of services) {
      const { name, title } = service;
      addRules(this, name, serviceRules(name, service, { title, dashboardUrl: dashboardUrl(context, name) }));
      this.addDashboard({ ...service, panels: [...service.panels, ...storePanels(name, stores)] });
      if (context.services.monitoring?.probes && service.routes.length > 0) {
        addProbe(this, service.name, service.routes);
      }
    }
    addRules(
      this,
      'data-services',
      storeRules(stores, (service) => dashboardUrl(context, service)),
    );
    for (const { name, title, panels, rules } of further) {
      addRules(this, name, rules(dashboardUrl(context, name)));
      this.addDashboard({ name, title, levels: [], panels });
    }
  }

  /** Every promise of every site that this one can see. */
  private addSites(): void {
    this.addDashboard(
      {
        name: 'sites',
        title: 'Sites',
        levels: [],
        panels: [
          {
            title: 'Budget left of 30 days, the least of each service',
            unit: 'percentunit',
            queries: { '{{site}} {{service}}': `min by (site, service) (${sloSeries.remaining})` },
          },
          {
            title: 'Routes that do not answer',
            unit: 'short',
            queries: { '{{site}}': 'count by (site) (probe_success{job="routes"} == 0)' },
          },
          {
            title: 'Cost of machines and volumes, a month of 730 hours',
            unit: 'usd',
            queries: { '{{site}} on {{cloud}}': `sum by (site, cloud) (${costSeries.cluster}) * 730` },
          },
          {
            title: 'Series in memory',
            unit: 'short',
            queries: { '{{site}}': 'sum by (site) (prometheus_tsdb_head_series)' },
          },
        ],
      },
      'Thanos',
    );
  }

  private addDashboard(
    service: Omit<DashboardProps, 'service' | 'source'> & { name: string },
    source?: DashboardProps['source'],
  ): void {
    const { name, title, levels, panels } = service;
    const configMap: IConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `dashboard-${name}`, namespace, labels: { ...dashboardLabel } },
      data: {
        [`${name}.json`]: `${JSON.stringify(dashboard({ service: name, title, levels, panels, source }), null, 2)}\n`,
      },
    };
    typedObject(this, configMap);
  }
}
