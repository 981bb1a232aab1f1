import type { orchestration } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type OrchestrationProps = ServiceChartProps<typeof orchestration>;
