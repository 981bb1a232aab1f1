import type { modelMonitoring } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type ModelMonitoringProps = ServiceChartProps<typeof modelMonitoring>;
/** A model that is watched. */
export type WatchedModel = ModelMonitoringProps['config']['models'][number];
