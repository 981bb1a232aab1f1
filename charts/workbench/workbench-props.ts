import type { workbench } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type WorkbenchProps = ServiceChartProps<typeof workbench>;
