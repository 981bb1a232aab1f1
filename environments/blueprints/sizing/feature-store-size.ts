import { featureStore } from '../../../services';
import { feastWorkers, onlineStoreGiB, requestsPerFeastWorker } from '../../../services/feature-store';
import type { EnvironmentInput } from '../../schema/environment-schema';
import type { SizingStep } from '../define-blueprint';

export interface FeatureLoad {
  readonly entities: number;
  /** Of one entity, over all feature views. */
  readonly features: number;
  /** Mean size of a value. */
  readonly bytesPerFeature?: number;
  readonly requestsPerSecond: number;
}

type FeatureStore = NonNullable<EnvironmentInput['services']['featureStore']>;

interface FeatureStoreSize {
  readonly settings: Pick<FeatureStore, 'size' | 'replicas' | 'onlineStore'>;
  readonly steps: readonly SizingStep[];
}

const sizes = ['small', 'standard', 'large'] as const;
/** More pods than this cost more to watch than larger ones. */
const manyReplicas = 12;
/** With one of three zones away, the others still serve everything. */
const headroom = 1.5;
const growth = 1.25;

/** Memory of the online store and servers for the requests, with a zone away. */
export function featureStoreSize({ requestsPerSecond, ...load }: FeatureLoad): FeatureStoreSize {
  const { onlineStore } = featureStore.config.parse({ onlineStore: { ...load, memoryGiB: 500 } });
  const data = onlineStoreGiB(onlineStore);
  const memoryGiB = Math.max(1, Math.ceil(data * growth));
  const replicasOf = (size: (typeof sizes)[number]) =>
    Math.max(3, Math.ceil((requestsPerSecond * headroom) / (feastWorkers[size] * requestsPerFeastWorker)));
  const size = sizes.find((one) => replicasOf(one) <= manyReplicas) ?? 'large';
  const replicas = replicasOf(size);
  const perPod = feastWorkers[size] * requestsPerFeastWorker;
  return {
    settings: { size, replicas, onlineStore: { ...load, memoryGiB } },
    steps: [
      {
        what: 'online store',
        arithmetic: `${load.entities} entities with ${load.features} features take ${data.toFixed(1)} GiB; a quarter more for growth: ${memoryGiB} GiB`,
      },
      {
        what: 'feature servers',
        arithmetic: `${requestsPerSecond} requests/s x ${headroom}, so that a zone may be away, / ${perPod} requests/s a ${size} pod: ${replicas} pods`,
      },
    ],
  };
}
