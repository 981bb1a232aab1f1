import type { gateway } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type GatewayProps = ServiceChartProps<typeof gateway>;
