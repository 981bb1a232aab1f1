import type { streaming } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type StreamingProps = ServiceChartProps<typeof streaming>;
