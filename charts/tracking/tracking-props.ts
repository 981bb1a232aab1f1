import type { tracking } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type TrackingProps = ServiceChartProps<typeof tracking>;
