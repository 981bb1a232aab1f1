import type { dataQuality } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type DataQualityProps = ServiceChartProps<typeof dataQuality>;
/** A suite of expectations as configured. */
export type Suite = DataQualityProps['config']['suites'][string];
