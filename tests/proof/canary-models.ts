import type { Manifest } from '../../policies/site-output';
import { services } from '../../services';
import { manifests, renderLocal } from '../charts/site-rendering';
import type { Answered, Behaviour, Pod } from './simulated-traffic';

/** How the second version of a model turns out. */
interface Outcome {
  readonly requestsPerSecond: number;
  readonly second: Behaviour;
  /** Shares of its second version's predictions by bin; the first one's are even. */
  readonly predicts?: readonly number[];
  /** Whether the environment states what is promised of its predictions. */
  readonly judged?: true;
}

const well: Behaviour = { failing: 0, slow: 0 };
const failing: Behaviour = { failing: 0.2, slow: 0 };

const bins = 10;
const even: readonly number[] = Array.from({ length: bins }, () => 1 / bins);
/** Nearly everybody gets a high value. */
const skewed: readonly number[] = even.map((_, bin) => (bin < 9 ? 0.01 : 0.91));

/** The models of the site, each named for what becomes of its second version. */
export const MODELS = {
  good: { requestsPerSecond: 100, second: well, judged: true },
  failing: { requestsPerSecond: 100, second: failing },
  slow: { requestsPerSecond: 100, second: { failing: 0, slow: 0.2 } },
  idle: { requestsPerSecond: 0, second: well },
  otherwise: { requestsPerSecond: 100, second: well, predicts: skewed, judged: true },
  unjudged: { requestsPerSecond: 100, second: well, predicts: skewed },
  unwatched: { requestsPerSecond: 100, second: failing },
} as const satisfies Readonly<Record<string, Outcome>>;

export type Model = keyof typeof MODELS;

export const namespace = services.serving.namespace;

const folderOf = (version: 1 | 2): string => `release-${version}`;

/** Everything a site renders where every model is at this version. */
export function renderedVersion(version: 1 | 2): Manifest[] {
  const models = Object.fromEntries(
    Object.entries<Outcome>(MODELS).map(([name, { judged }]) => [
      name,
      {
        source: { from: 'bucket', path: `${name}/${folderOf(version)}` },
        delivery: { by: 'canary' },
        // No label comes here: what is judged by them has no answer.
        ...(judged ? { predictions: { minPredictions: 30, errorAtMost: 0.1 } } : {}),
      },
    ]),
  );
  return manifests(
    renderLocal({
      services: {
        monitoring: services.monitoring.config.parse({}),
        serving: services.serving.config.parse({ models, ownKey: false }),
      },
    }),
  );
}

/** Model and version of a pod, as its settings say. */
function versionIn(pod: Pod): readonly [outcome: Outcome, version: 1 | 2] {
  const text = JSON.stringify(pod);
  for (const [name, outcome] of Object.entries<Outcome>(MODELS))
    for (const version of [1, 2] as const)
      if (text.includes(`/${name}/${folderOf(version)}`)) return [outcome, version];
  throw new Error(`pod ${pod.metadata.name} loads no model`);
}

/** The second version behaves as its model is named, the first one well. */
export function behaviourOf(pod: Pod): Behaviour {
  const [{ second }, version] = versionIn(pod);
  return version === 1 ? well : second;
}

/** Upper bounds in seconds of the buckets that MLServer's library counts by. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, Number.POSITIVE_INFINITY];
/** As Python writes numbers. */
const label = (bound: number): string => {
  if (bound === Number.POSITIVE_INFINITY) return '+Inf';
  return Number.isInteger(bound) ? bound.toFixed(1) : `${bound}`;
};
const SECONDS = { good: 0.03, slow: 2 } as const;

/** Predictions by bin, as `recorded-model.ts` counts them; where nothing is promised of them, nobody does. */
function predictionMetrics(pod: Pod, count: number): string[] {
  const [{ predicts = even, judged }, version] = versionIn(pod);
  if (!judged) return [];
  return (version === 1 ? even : predicts).map(
    (share, bin) =>
      `evenkeel_predictions_binned_total{model="model",version="${version}",bin="${`${bin}`.padStart(2, '0')}"} ${count * share}`,
  );
}

/** The metrics of MLServer, as it exports them: failed requests are counted as quick ones. */
export function serverMetrics(pod: Pod, { good, failed, slow }: Answered): string {
  const request = 'app_name="starlette",method="POST",path="/v2/models/model/infer"';
  const lines = Object.entries({ 200: good + slow, 500: failed }).flatMap(([status, count]) => {
    const labels = `${request},status_code="${status}"`;
    const late = status === '200' ? slow : 0;
    const within = (bound: number): number =>
      (bound >= SECONDS.good ? count - late : 0) + (bound >= SECONDS.slow ? late : 0);
    return [
      `rest_server_requests_total{${labels}} ${count}`,
      ...BOUNDS.map(
        (bound) => `rest_server_request_duration_seconds_bucket{${labels},le="${label(bound)}"} ${within(bound)}`,
      ),
      `rest_server_request_duration_seconds_count{${labels}} ${count}`,
    ];
  });
  return `${[...lines, ...predictionMetrics(pod, good + slow)].join('\n')}\n`;
}
