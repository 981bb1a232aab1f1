import type { Manifest } from '../policies/site-output';

/** What a site is watched by. */
export interface WatchCounts {
  /** Recording and alerting rules. */
  readonly rules: number;
  readonly dashboards: number;
}

interface RuleGroups {
  readonly groups?: readonly { readonly rules?: readonly unknown[] }[];
}

/** Label by which Grafana finds a dashboard. */
const dashboardLabel = 'grafana_dashboard';

/** Counts rules and dashboards among the rendered objects. */
export const watchCounts = (manifests: readonly Manifest[]): WatchCounts => ({
  rules: manifests
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ spec }) => ((spec as RuleGroups | undefined)?.groups ?? []).flatMap(({ rules = [] }) => rules)).length,
  dashboards: manifests.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.[dashboardLabel] === '1',
  ).length,
});
