import type { lakehouse } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type LakehouseProps = ServiceChartProps<typeof lakehouse>;
