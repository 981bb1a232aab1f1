import type { ServiceLevel } from '../signals';
import { type BurnRate, burnRates, errorRatioWindows, leastBadEvents } from './burn-rates';
import type { AlertingRule, RecordingRule, RuleGroup } from './rule-group';

/** What every longer window is made of. */
const baseWindow = '5m';
const period = '30d';
/** How often rules are evaluated. */
const intervalSeconds = 30;

/** Names of the recorded series; each carries the labels `service` and `slo`. */
export const sloSeries = {
  /** Bad events a second. */
  bad: `slo:events_bad:rate${baseWindow}`,
  /** All events a second. */
  all: `slo:events_all:rate${baseWindow}`,
  /** Share of bad events over a window; absent while there were no events. */
  errorRatio: (window: string) => `slo:error_ratio:rate${window}`,
  /** Share of bad events that is allowed. */
  budget: 'slo:error_budget:ratio',
  /** 1: untouched; 0: spent; below: overspent. */
  remaining: 'slo:error_budget:remaining_ratio',
} as const;

/** Every series that the rules of levels record. */
export const sloSeriesNames: readonly string[] = [
  sloSeries.bad,
  sloSeries.all,
  ...errorRatioWindows.map(sloSeries.errorRatio),
  sloSeries.budget,
  sloSeries.remaining,
];

/** Share of bad events that a level allows, without the dust of binary fractions. */
export const errorBudget = ({ goodPercent }: Pick<ServiceLevel, 'goodPercent'>): number =>
  Number(((100 - goodPercent) / 100).toFixed(9));

const thresholdOf = (level: ServiceLevel, { factor }: BurnRate): number =>
  Number((factor * errorBudget(level)).toPrecision(12));

/** Burn rates that can be reached: with a budget of 10 %, even an outage burns no faster than ten times. */
export const reachableBurnRates = (level: ServiceLevel): readonly BurnRate[] =>
  burnRates.filter((rate) => thresholdOf(level, rate) < 1);

/** The labels that tell the levels of a site apart, as a rule sets them. */
const labelsOf = (service: string, level: ServiceLevel) => ({ service, slo: level.name });

/** Selects a recorded series of one level. */
export const sloSelector = (series: string, service: string, slo: string): string =>
  `${series}{service="${service}",slo="${slo}"}`;

function recordings(service: string, level: ServiceLevel): RecordingRule[] {
  const labels = labelsOf(service, level);
  const of = (series: string) => sloSelector(series, service, level.name);
  const record = (name: string, expr: string): RecordingRule => ({ record: name, expr, labels });
  return [
    // No bad event at all is no series in Prometheus: zero then, but only where there are events.
    record(sloSeries.all, `sum(${level.all(baseWindow)})`),
    record(sloSeries.bad, `sum(${level.bad(baseWindow)}) or 0 * sum(${level.all(baseWindow)})`),
    record(sloSeries.budget, `vector(${errorBudget(level)})`),
    // Sums of events rather than means of ratios: a quiet night counts as little as it matters, and a month costs as
    // little as an hour, because the service's own series are read for five minutes only.
    ...errorRatioWindows.map((window) =>
      record(
        sloSeries.errorRatio(window),
        window === baseWindow
          ? `${of(sloSeries.bad)} / (${of(sloSeries.all)} > 0)`
          : `sum_over_time(${of(sloSeries.bad)}[${window}]) / (sum_over_time(${of(sloSeries.all)}[${window}]) > 0)`,
      ),
    ),
    record(sloSeries.remaining, `1 - ${of(sloSeries.errorRatio(period))} / ${errorBudget(level)}`),
  ];
}

/** What readers of an alert need beside the rule: the service's title, and where its dashboard is. */
export interface AlertReader {
  readonly title: string;
  readonly dashboardUrl: string;
}

function burnAlert(service: string, level: ServiceLevel, rate: BurnRate, reader: AlertReader): AlertingRule {
  const threshold = thresholdOf(level, rate);
  const over = (window: string) => `${sloSelector(sloSeries.errorRatio(window), service, level.name)} > ${threshold}`;
  // Each recorded rate stands for the events of one interval. Half an event is left to the extrapolation of rates.
  const counted = `sum_over_time(${sloSelector(sloSeries.bad, service, level.name)}[${rate.long}]) * ${intervalSeconds}`;
  return {
    alert: 'ErrorBudgetBurn',
    expr: `${over(rate.long)} and ${over(rate.short)} and ${counted} > ${leastBadEvents - 0.5}`,
    labels: { ...labelsOf(service, level), severity: rate.severity, long_window: rate.long },
    annotations: {
      summary: `${reader.title} breaks its promise: ${level.promise}`,
      description: `{{ $value | humanizePercentage }} of events were bad over ${rate.long}; the budget of 30 days is being spent at more than ${rate.factor} times its rate.`,
      action:
        'Look at the dashboard for when it began, and at what was released or changed just before; roll that back.',
      dashboard: reader.dashboardUrl,
    },
  };
}

/**
 * Rules of one level: error ratios over every window, what is left of the budget, and alerts at each burn rate. Without
 * traffic every ratio is absent, and so no alert fires.
 */
export const sloRules = (service: string, level: ServiceLevel, reader: AlertReader): RuleGroup => ({
  name: `${service}-slo-${level.name.replaceAll('_', '-')}`,
  interval: `${intervalSeconds}s`,
  rules: [
    ...recordings(service, level),
    ...reachableBurnRates(level).map((rate) => burnAlert(service, level, rate, reader)),
  ],
});
