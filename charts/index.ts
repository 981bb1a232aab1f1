export { type ChartContext, chartContext, type ServiceChartProps } from './chart-context';
export { type SiteNamespace, siteNamespaces } from './foundations/namespaces';
export { gitopsNamespace, rootSource } from './gitops';
export { siteOperators } from './operators';
export { type RenderSiteProps, renderSite } from './render';
export type { Manifest, RenderedObject } from './rendered-object';
export { type ServiceChart, serviceCharts } from './service-charts';
export { TrackingChart } from './tracking/tracking-chart';
export { WaveChart, type WaveChartProps, waves } from './wave-chart';
