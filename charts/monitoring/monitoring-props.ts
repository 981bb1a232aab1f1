import type { monitoring } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type MonitoringProps = ServiceChartProps<typeof monitoring>;
