import type { IAnalysisTemplate } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/AnalysisTemplate';
import type { Objectives } from '../../services';
import { failed, requests, slow } from './request-metrics';
import { analysisName, namespace } from './serving';
import { type NamedModel, objectives, type ServingProps } from './serving-props';

/** Argument of the analysis: the hash in the names of the new version's pods. */
export const canaryHash = 'canary-hash';

interface Measured {
  readonly minutesPerStep: number;
  readonly minRequests: number;
}

/** Four scrapes: the least that a rate can be trusted by. */
const windowMinutes = 2;
const window = `${windowMinutes}m`;

/** The first measurement waits until its window holds the new weight only; from then on one a minute. */
const measurements = ({ minutesPerStep }: Measured): number => minutesPerStep - windowMinutes;

export const measuredMinutes = ({ minutesPerStep }: Measured): number => minutesPerStep;

/** A share of bad requests, and how much of it is allowed. */
interface Promise {
  readonly name: string;
  readonly bad: string;
  readonly allowed: number;
}

const round = (share: number): number => Number(share.toFixed(9));

const promisesOf = (selector: string, { availabilityPercent, p95Ms, p99Ms }: Objectives): Promise[] => [
  { name: 'availability', bad: failed(selector, window), allowed: round((100 - availabilityPercent) / 100) },
  ...(p95Ms ? [{ name: 'latency-p95', bad: slow(selector, window, p95Ms), allowed: 0.05 }] : []),
  ...(p99Ms ? [{ name: 'latency-p99', bad: slow(selector, window, p99Ms), allowed: 0.01 }] : []),
];

/**
 * Share of bad requests. Nothing where there are too few: they say neither yes nor no. No failure at all is no series in
 * Prometheus, and counts as zero.
 */
const shareOf = (bad: string, selector: string, { minRequests }: Measured): string => {
  const all = requests(selector, window);
  return `((${bad}) or 0 * ${all}) / (${all} >= ${round(minRequests / (windowMinutes * 60))})`;
};

/**
 * Whether a new version keeps the objectives of the service, asked of its own pods alone. A measurement without an answer
 * (no requests, no scrapes) is inconclusive: one is forgiven, the second one stops the Rollout where it is until a person
 * decides. A second bad one takes the new version back. Where Prometheus does not answer for ten minutes, the new version
 * is taken back as well: nothing goes on unseen.
 */
export function analysis(props: ServingProps, model: NamedModel, measured: Measured): IAnalysisTemplate {
  const { prometheus } = props.bindings;
  if (!prometheus) throw new Error(`model ${model.name} has nobody to ask how it does`);
  const selector = `namespace="${namespace}",component="${model.name}",pod=~"${model.name}-{{args.${canaryHash}}}-.*"`;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: analysisName(model.name), namespace },
    spec: {
      args: [{ name: canaryHash }],
      metrics: promisesOf(selector, objectives(props)).map(({ name, bad, allowed }) => ({
        name,
        initialDelay: window,
        interval: '1m',
        count: measurements(measured),
        successCondition: `len(result) > 0 && !isNaN(result[0]) && result[0] <= ${allowed}`,
        failureCondition: `len(result) > 0 && !isNaN(result[0]) && result[0] > ${allowed}`,
        failureLimit: 1,
        inconclusiveLimit: 1,
        // Errors are asked again every ten seconds.
        consecutiveErrorLimit: 60,
        provider: { prometheus: { address: prometheus.url, query: shareOf(bad, selector, measured) } },
      })),
    },
  };
}
