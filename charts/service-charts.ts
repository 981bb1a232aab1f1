import type { Construct } from 'constructs';
import type { ServiceName, Services } from '../services';
import type { ServiceChartProps } from './chart-context';
import type { ServiceSignals } from './signals';
import { trackingSignals } from './tracking/signals';
import { TrackingChart } from './tracking/tracking-chart';

/** Builds the chart of one service; what it makes lies in the waves it chooses. */
export type ServiceChart<S> = new (scope: Construct, id: string, props: ServiceChartProps<S>) => Construct;

/** What runs of a service inside the cluster, and what can be seen of it. */
export interface ServiceInCluster<S> {
  readonly Chart: ServiceChart<S>;
  readonly signals: ServiceSignals<S>;
}

/** Every service of the catalogue: one without a chart or signals does not compile. */
export const serviceCharts: { readonly [S in ServiceName]: ServiceInCluster<Services[S]> } = {
  tracking: { Chart: TrackingChart, signals: trackingSignals },
};
