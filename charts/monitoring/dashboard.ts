import type { ChartContext } from '../chart-context';
import type { Panel, ServiceLevel } from '../signals';
import { datasourceUids } from './datasources';
import { grafanaHost } from './grafana';
import { sloSelector, sloSeries } from './slo-rules';

/** Grafana's names of the units. */
const units: Readonly<Record<Panel['unit'], string>> = {
  short: 'short',
  s: 's',
  ms: 'ms',
  bytes: 'bytes',
  percent: 'percent',
  percentunit: 'percentunit',
  reqps: 'reqps',
  ops: 'ops',
  usd: 'currencyUSD',
};

/** The data source that the reader chose: the Prometheus of the site, or the series of every site. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in
const datasource = { type: 'prometheus', uid: '${source}' } as const;

/** Data sources by the names that readers see. */
const sources = { Prometheus: datasourceUids.prometheus, Thanos: datasourceUids.fleet } as const;
type Source = keyof typeof sources;

/** Where series come from, and filters on their labels, e.g. `site` where series of every site are shown. */
const variables = (shown: Source) => [
  {
    type: 'datasource',
    name: 'source',
    label: 'Source',
    query: 'prometheus',
    current: { text: shown, value: sources[shown] },
  },
  { type: 'adhoc', name: 'filters', label: 'Filters', datasource, filters: [] },
];

/** Grafana's grid is 24 wide; two graphs stand side by side. */
const width = 12;
const height = 8;

export interface DashboardProps {
  /** Kebab case. */
  readonly service: string;
  readonly title: string;
  readonly levels: readonly ServiceLevel[];
  readonly panels: readonly Panel[];
  /** What is shown first. Default: the Prometheus of the site. */
  readonly source?: Source;
}

/** Grafana knows the dashboard by it: part of its address, at most 40 characters. */
const dashboardUid = (service: string): string => `evenkeel-${service}`;

/** Where people find the dashboard of a service. */
export const dashboardUrl = ({ domain }: Pick<ChartContext, 'domain'>, service: string): string =>
  `https://${grafanaHost}.${domain}/d/${dashboardUid(service)}`;

const levelPanels = (service: string, level: ServiceLevel): Panel[] => [
  {
    title: `${level.name}: budget left of 30 days (${level.promise})`,
    unit: 'percentunit',
    queries: { 'budget left': sloSelector(sloSeries.remaining, service, level.name) },
  },
  {
    title: `${level.name}: share of bad events`,
    unit: 'percentunit',
    queries: {
      ...Object.fromEntries(
        ['5m', '1h', '6h', '3d'].map((window) => [
          window,
          sloSelector(sloSeries.errorRatio(window), service, level.name),
        ]),
      ),
      allowed: sloSelector(sloSeries.budget, service, level.name),
    },
  },
];

const panel = ({ title, unit, queries }: Panel, index: number) => ({
  id: index + 1,
  type: 'timeseries',
  title,
  datasource,
  gridPos: { x: (index % 2) * width, y: Math.floor(index / 2) * height, w: width, h: height },
  fieldConfig: { defaults: { unit: units[unit] }, overrides: [] },
  options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  targets: Object.entries(queries).map(([legendFormat, expr], target) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + target),
    datasource,
    expr,
    legendFormat,
  })),
});

/** Every graph of a service: first what it promises, then what it says of itself. */
export const dashboardPanels = ({ service, levels, panels }: Omit<DashboardProps, 'title' | 'source'>): Panel[] => [
  ...levels.flatMap((level) => levelPanels(service, level)),
  ...panels,
];

/** The dashboard of one service as Grafana imports it. */
export const dashboard = (props: DashboardProps) => ({
  uid: dashboardUid(props.service),
  title: props.title,
  tags: ['evenkeel', props.service],
  schemaVersion: 39,
  editable: false,
  refresh: '1m',
  timezone: 'browser',
  time: { from: 'now-6h', to: 'now' },
  templating: { list: variables(props.source ?? 'Prometheus') },
  panels: dashboardPanels(props).map(panel),
});
