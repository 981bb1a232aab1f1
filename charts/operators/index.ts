export type { HelmValues, OperatorChart, OperatorProps, OperatorTraffic, SiteOperator } from './operator-chart';
export { operatorCharts } from './operator-charts';
export { siteOperators } from './site-operators';
