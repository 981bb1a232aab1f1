import type { Construct } from 'constructs';
import type { ServiceName, Services } from '../services';
import type { ServiceChartProps } from './chart-context';
import { TrackingChart } from './tracking/tracking-chart';

/** Builds the chart of one service; what it makes lies in the waves it chooses. */
export type ServiceChart<S> = new (scope: Construct, id: string, props: ServiceChartProps<S>) => Construct;

/** The one chart of every service: a service without a chart does not compile. */
export const serviceCharts: { readonly [S in ServiceName]: ServiceChart<Services[S]> } = {
  tracking: TrackingChart,
};
