import { vectorStore } from '../../../services';
import { vectorsGiB } from '../../../services/vector-store';
import type { EnvironmentInput } from '../../schema/environment-schema';
import type { SizingStep } from '../define-blueprint';

export interface VectorLoad {
  readonly vectors: number;
  /** Numbers of one vector. */
  readonly dimensions: number;
}

interface VectorStoreSize {
  readonly settings: NonNullable<EnvironmentInput['services']['vectorStore']>;
  readonly steps: readonly SizingStep[];
}

const nodes = 3;
const copies = 2;
/** A node gives three quarters of its memory to vectors; a third of that stays free for those that come. */
const filledShare = 0.5;
/** On disk a vector lies three times: itself, while segments are merged, and in a snapshot. */
const diskCopies = 3;

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** Three Qdrant nodes that hold the vectors in memory, twice, with room to grow. */
export function vectorStoreSize(load: VectorLoad): VectorStoreSize {
  const data = vectorsGiB(vectorStore.config.parse(load));
  const perNode = (data * copies) / nodes;
  const memoryGiB = Math.max(4, Math.ceil(perNode / filledShare));
  const storageGiB = Math.max(20, roundUp((perNode * diskCopies) / filledShare, 10));
  return {
    settings: { ...load, store: { engine: 'qdrant', nodes, memoryGiB, storageGiB, replicationFactor: copies } },
    steps: [
      {
        what: 'vector store',
        arithmetic: `${load.vectors} vectors of ${load.dimensions} numbers take ${data.toFixed(1)} GiB with their graph; x ${copies} copies / ${nodes} nodes, half full: ${memoryGiB} GiB of memory and ${storageGiB} GiB of disk each`,
      },
    ],
  };
}
