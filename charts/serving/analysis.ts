import type { IAnalysisTemplate } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/AnalysisTemplate';
import type { Objectives } from '../../services';
import { measuredOf, predictionDifference, versionsOf } from './prediction-metrics';
import { failed, requests, slow } from './request-metrics';
import { analysisName, namespace } from './serving';
import { type NamedModel, objectives, type ServingProps } from './serving-props';

/** Argument of the analysis: the hash in the names of the new version's pods. */
export const canaryHash = 'canary-hash';
/** That of the old version's pods, and what the new version is called in metrics. */
export const stableHash = 'stable-hash';
export const canaryVersion = 'canary-version';

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

/** One number, what it may be at most, and how long nothing about it is borne. */
interface Judged {
  readonly name: string;
  readonly query: string;
  readonly allowed: number;
  readonly initialDelay: string;
  readonly count: number;
  /** Measurements without an answer that are borne; one more stops the Rollout until a person decides. */
  readonly inconclusiveLimit: number;
}

const argument = (name: string): string => `{{args.${name}}}`;

const podsOf = (model: NamedModel, hash: string): string =>
  `namespace="${namespace}",component="${model.name}",pod=~"${model.name}-${argument(hash)}-.*"`;

/** The objectives of the service. */
const promised = (props: ServingProps, model: NamedModel, measured: Measured): Judged[] => {
  const selector = podsOf(model, canaryHash);
  return promisesOf(selector, objectives(props)).map(({ name, bad, allowed }) => ({
    name,
    query: shareOf(bad, selector, measured),
    allowed,
    initialDelay: window,
    count: measurements(measured),
    inconclusiveLimit: 1,
  }));
};

/** Twice at the end of a step, when the most predictions are there. */
const atTheEnd = 2;

/** Predictions of both versions at the same time: they are there as soon as requests are, so no answer holds it up. */
const compared = (model: NamedModel, { minutesPerStep }: Measured): Judged[] => {
  const { predictions } = model;
  if (!predictions) return [];
  const pods = [podsOf(model, canaryHash), podsOf(model, stableHash)] as const;
  return [
    {
      name: 'predictions-difference',
      query: predictionDifference(predictions, ...pods, `${minutesPerStep}m`),
      allowed: predictions.differenceAtMost,
      initialDelay: `${minutesPerStep - atTheEnd}m`,
      count: atTheEnd,
      inconclusiveLimit: 1,
    },
  ];
};

/**
 * What the drift jobs measured of the new version so far. Labels come late, often after the canary: no answer is inconclusive
 * and holds nothing up, however often; alerts of the same bounds watch the version from then on.
 */
const measuredLate = (model: NamedModel, measured: Measured): Judged[] => {
  const { driftAtMost, errorAtMost, errorNotWorseBy } = model.predictions ?? {};
  const of = (kind: 'psi' | 'error'): string => `max(${measuredOf(kind, model.name, argument(canaryVersion))})`;
  const before = `max(${measuredOf('error', model.name)} and on (version) ${versionsOf(podsOf(model, stableHash), '10m')})`;
  const late = (name: string, query: string, allowed: number | undefined): Judged[] =>
    allowed === undefined
      ? []
      : [
          {
            name,
            query,
            allowed,
            initialDelay: window,
            count: measurements(measured),
            inconclusiveLimit: measurements(measured),
          },
        ];
  return [
    ...late('predictions-drift', of('psi'), driftAtMost),
    ...late('predictions-error', of('error'), errorAtMost),
    ...late('predictions-error-increase', `${of('error')} - ${before}`, errorNotWorseBy),
  ];
};

/**
 * Whether a new version keeps the objectives of the service, asked of its own pods alone, and predicts as well as the old
 * one. A measurement without an answer
 * (no requests, no scrapes) is inconclusive: one is forgiven, the second one stops the Rollout where it is until a person
 * decides. A second bad one takes the new version back. Where Prometheus does not answer for ten minutes, the new version
 * is taken back as well: nothing goes on unseen.
 */
export function analysis(props: ServingProps, model: NamedModel, measured: Measured): IAnalysisTemplate {
  const { prometheus } = props.bindings;
  if (!prometheus) throw new Error(`model ${model.name} has nobody to ask how it does`);
  const judged = [...promised(props, model, measured), ...compared(model, measured), ...measuredLate(model, measured)];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: analysisName(model.name), namespace },
    spec: {
      args: [canaryHash, ...(model.predictions ? [stableHash, canaryVersion] : [])].map((name) => ({ name })),
      metrics: judged.map(({ name, query, allowed, initialDelay, count, inconclusiveLimit }) => ({
        name,
        initialDelay,
        interval: '1m',
        count,
        successCondition: `len(result) > 0 && !isNaN(result[0]) && result[0] <= ${allowed}`,
        failureCondition: `len(result) > 0 && !isNaN(result[0]) && result[0] > ${allowed}`,
        failureLimit: 1,
        inconclusiveLimit,
        // Errors are asked again every ten seconds.
        consecutiveErrorLimit: 60,
        provider: { prometheus: { address: prometheus.url, query } },
      })),
    },
  };
}
