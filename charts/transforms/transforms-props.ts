import type { transforms } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type TransformsProps = ServiceChartProps<typeof transforms>;
/** A dbt project as configured. */
export type DbtProject = TransformsProps['config']['projects'][string];
