import type { featureStore } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type FeatureStoreProps = ServiceChartProps<typeof featureStore>;
