import { predictingCores, type ServedModel } from '../../../services/serving-models';
import type { SizingStep } from '../define-blueprint';

export interface PredictionLoad {
  /** Of the model, for people. */
  readonly model: string;
  readonly requestsPerSecond: number;
  /** Time of one core for one prediction. */
  readonly coreMsPerPrediction: number;
}

interface ServingSize {
  readonly settings: Pick<ServedModel, 'size' | 'replicas'>;
  readonly steps: readonly SizingStep[];
}

/** A core that is busier lets requests wait: at 60 % a request in ten waits longer than its own time. */
const busyShare = 0.6;
/** With one of three zones away, the others still serve everything. */
const zoneHeadroom = 1.5;
/** At rest a third of the peak runs; KEDA brings the rest within a minute or two. */
const restShare = 1 / 3;
const mostReplicas = 100;
const manyReplicas = 12;

const sizes = ['standard', 'large'] as const;

/** Pods that predict: at rest a third of the peak, at the peak everything with a zone away. */
export function servingSize({ model, requestsPerSecond, coreMsPerPrediction }: PredictionLoad): ServingSize {
  const perPod = (size: (typeof sizes)[number]) => (predictingCores[size] * 1000 * busyShare) / coreMsPerPrediction;
  const peakOf = (size: (typeof sizes)[number]) => Math.ceil((requestsPerSecond * zoneHeadroom) / perPod(size));
  const size = sizes.find((one) => peakOf(one) <= manyReplicas) ?? 'large';
  const peak = peakOf(size);
  const max = Math.min(mostReplicas, Math.max(3, peak));
  const min = Math.max(2, Math.ceil(max * restShare));
  return {
    settings: { size, replicas: { min, max } },
    steps: [
      {
        what: `pods of ${model}`,
        arithmetic: `${requestsPerSecond} requests/s x ${zoneHeadroom}, so that a zone may be away, x ${coreMsPerPrediction} ms of a core / (${predictingCores[size]} cores x ${busyShare}) = ${peak} ${size} pods at the peak: ${min} to ${max}`,
      },
    ],
  };
}
