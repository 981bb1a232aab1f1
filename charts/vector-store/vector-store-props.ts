import type { vectorStore } from '../../services';
import type { ServiceChartProps } from '../chart-context';

export type VectorStoreProps = ServiceChartProps<typeof vectorStore>;

export type QdrantConfig = Extract<VectorStoreProps['config']['store'], { engine: 'qdrant' }>;
type Bound = VectorStoreProps['bindings'];

/** What Qdrant is made from: the parts that pgvector does not have are there. */
export interface QdrantProps {
  readonly context: VectorStoreProps['context'];
  readonly store: QdrantConfig;
  readonly bindings: Required<Pick<Bound, 'apiKey' | 'readOnlyKey' | 'snapshots' | 'identity'>>;
}
