import type { catalog } from '../../services/catalog';
import type { ServiceChartProps } from '../chart-context';

export type CatalogProps = ServiceChartProps<typeof catalog>;
