import type { scaling } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type ScalingProps = ServiceChartProps<typeof scaling>;
