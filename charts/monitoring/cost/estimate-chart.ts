import { App } from 'cdk8s';
import type { ChartContext } from '../../chart-context';
import { type RenderedObject, renderChart } from '../../rendered-object';
import { dashboardUrl } from '../dashboard';
import { alertingRule } from '../recovery/recovery-rules';
import type { RecordingRule, RuleGroup } from '../rule-group';
import { addRules } from '../rule-object';
import { signalsWave } from '../signals-chart';
import { budgetForecast, estimateAlerts } from './cost-alerts';
import { estimateSeries } from './cost-series';
import { costName } from './watched-cost';

/** What the bill of a site says of what OpenCost will see, in USD a month. */
export interface SiteEstimate {
  /** Machines, by pool. */
  readonly pools: Readonly<Record<string, number>>;
  /** Pods that run all month, and volumes. */
  readonly services: readonly { readonly service: string; readonly pool: string; readonly monthly: number }[];
  /** The rest of the bill of the site. */
  readonly elsewhere: number;
  /** Default: nothing says what the site alone may cost. */
  readonly budgetUsd?: number;
  /** Pools whose machines take any pod. */
  readonly openPools: readonly string[];
}

const constant = (record: string, usd: number, labels: RecordingRule['labels'] = {}): RecordingRule => ({
  record,
  expr: `vector(${Number(usd.toFixed(2))})`,
  labels,
});

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** The estimate as constant series, and the alerts that hold what runs against it. */
export function estimateRules(estimate: SiteEstimate, dashboard: string): RuleGroup[] {
  const { pools, services, elsewhere, budgetUsd, openPools } = estimate;
  const alerts = [...estimateAlerts(openPools), ...(budgetUsd === undefined ? [] : [budgetForecast])];
  return [
    {
      name: 'cost-estimate-levels',
      interval: '60s',
      rules: [
        ...Object.entries(pools)
          .sort(byKey)
          .map(([pool, monthly]) => constant(estimateSeries.pool, monthly, { pool })),
        ...services.map(({ service, pool, monthly }) => constant(estimateSeries.service, monthly, { service, pool })),
        constant(estimateSeries.elsewhere, elsewhere),
        ...(budgetUsd === undefined ? [] : [constant(estimateSeries.budget, budgetUsd)]),
      ],
    },
    { name: 'cost-estimate-alerts', interval: '60s', rules: alerts.map(alertingRule(dashboard)) },
  ];
}

/**
 * Objects of the estimate, for the folder of the rules of the site. They are rendered when everything else was priced: rules
 * cost nothing, so that the bill is the same with them.
 */
export function renderEstimate(context: ChartContext, estimate: SiteEstimate): RenderedObject[] {
  const chart = signalsWave(new App(), context);
  addRules(chart, `${costName}-estimate`, estimateRules(estimate, dashboardUrl(context, costName)));
  return renderChart(chart, chart.folder);
}
