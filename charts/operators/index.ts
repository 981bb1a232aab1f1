export type { HelmValues, OperatorChart, OperatorProps, OperatorTraffic, SiteOperator } from './operator-chart';
export { operatorCharts } from './operator-charts';
export { OperatorsChart, type OperatorsChartProps } from './operators-chart';
export { siteOperators } from './site-operators';
