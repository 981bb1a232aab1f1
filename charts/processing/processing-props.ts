import type { processing } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type ProcessingProps = ServiceChartProps<typeof processing>;
