import { type GpuParts, type MachineFacts, partName } from '../../../environments/facts';
import type { NodePool } from '../../../environments/model';

type Gpu = NonNullable<MachineFacts['gpu']>;

/** How GKE's own device plugin hands out the GPUs of a machine; the name of the resource stays. */
export interface GoogleGpuSharing {
  /** Size of a part, by the maker's name. */
  readonly partition?: string;
  readonly timeSharing?: { readonly gpuSharingStrategy: 'TIME_SHARING'; readonly maxSharedClientsPerGpu: number };
}

export function gpuSharingOf(gpu: Gpu, { sharing }: Pick<NodePool, 'sharing'>): GoogleGpuSharing {
  if (!sharing) return {};
  return sharing.by === 'mig'
    ? { partition: partName(gpu, sharing.podsPerGpu as GpuParts) }
    : { timeSharing: { gpuSharingStrategy: 'TIME_SHARING', maxSharedClientsPerGpu: sharing.podsPerGpu } };
}
