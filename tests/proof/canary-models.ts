import type { Manifest } from '../../policies/site-output';
import { services } from '../../services';
import { manifests, renderLocal } from '../charts/site-rendering';
import type { Answered, Behaviour, Pod } from './simulated-traffic';

/** How the second version of a model turns out. */
interface Outcome {
  readonly requestsPerSecond: number;
  readonly second: Behaviour;
}

const well: Behaviour = { failing: 0, slow: 0 };
const failing: Behaviour = { failing: 0.2, slow: 0 };

/** The models of the site, each named for what becomes of its second version. */
export const MODELS = {
  good: { requestsPerSecond: 100, second: well },
  failing: { requestsPerSecond: 100, second: failing },
  slow: { requestsPerSecond: 100, second: { failing: 0, slow: 0.2 } },
  idle: { requestsPerSecond: 0, second: well },
  unwatched: { requestsPerSecond: 100, second: failing },
} as const satisfies Readonly<Record<string, Outcome>>;

export type Model = keyof typeof MODELS;

export const namespace = services.serving.namespace;

const folderOf = (version: 1 | 2): string => `release-${version}`;

/** Everything a site renders where every model is at this version. */
export function renderedVersion(version: 1 | 2): Manifest[] {
  const models = Object.fromEntries(
    Object.keys(MODELS).map((name) => [
      name,
      { source: { from: 'bucket', path: `${name}/${folderOf(version)}` }, delivery: { by: 'canary' } },
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

/** The second version behaves as its model is named, the first one well. */
export function behaviourOf(pod: Pod): Behaviour {
  const text = JSON.stringify(pod);
  const model = (Object.keys(MODELS) as Model[]).find((name) => text.includes(`${name}/${folderOf(2)}`));
  return model === undefined ? well : MODELS[model].second;
}

/** Upper bounds in seconds of the buckets that MLServer's library counts by. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, Number.POSITIVE_INFINITY];
/** As Python writes numbers. */
const label = (bound: number): string => {
  if (bound === Number.POSITIVE_INFINITY) return '+Inf';
  return Number.isInteger(bound) ? bound.toFixed(1) : `${bound}`;
};
const SECONDS = { good: 0.03, slow: 2 } as const;

/** The request metrics of MLServer, as it exports them: failed requests are counted as quick ones. */
export function requestMetrics(_pod: Pod, { good, failed, slow }: Answered): string {
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
  return `${lines.join('\n')}\n`;
}
