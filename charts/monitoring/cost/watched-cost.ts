import type { Site } from '../../../environments/model';
import type { ChartContext } from '../../chart-context';
import { clusterNamespace, siteNamespaces } from '../../foundations/namespaces';
import { alertingRule } from '../recovery/recovery-rules';
import type { WatchedRules } from '../watched-rules';
import { costMetricsMissing, idleGpu } from './cost-alerts';
import { costPanels } from './cost-panels';
import { costRules } from './cost-rules';

/** Of the dashboard and of the rules. */
export const costName = 'cost';

/** Whose pods of a namespace are: of its first service, or of the operator that it is for. */
export const servicesByNamespace = (site: Site): Record<string, string> => ({
  ...Object.fromEntries(siteNamespaces(site).map(({ name, tenants }) => [name, tenants[0] ?? name])),
  [clusterNamespace]: clusterNamespace,
});

/** Rules and dashboard of what the site costs while it runs; `undefined`: nobody asks. */
export function watchedCost(site: Site, { prices, hasGpus }: ChartContext): WatchedRules | undefined {
  const { monitoring } = site.services;
  if (!monitoring?.cost) return undefined;
  const measuresGpus = hasGpus && monitoring.nodes;
  const alerts = [costMetricsMissing, ...(measuresGpus ? [idleGpu] : [])];
  return {
    name: costName,
    title: 'Cost',
    rules: (dashboard) => [
      ...costRules({ ...(prices ? { prices } : {}), services: servicesByNamespace(site) }),
      { name: 'cost-alerts', interval: '60s', rules: alerts.map(alertingRule(dashboard)) },
    ],
    panels: costPanels(measuresGpus),
  };
}
