import type { Manifest } from '../../policies/site-output';

/** What a proof waits out in place of the rendered durations. */
const SHORTENED = { pause: '4s', interval: '1s', initialDelay: '8s', minReadySeconds: 1 } as const;

interface Step {
  readonly setWeight?: number;
  readonly pause?: { readonly duration?: string | number };
  readonly analysis?: { readonly templates: readonly { readonly templateName: string }[] };
}

/** The plugin takes one route or several. */
interface PluginSettings {
  readonly httpRoute?: string;
  readonly httpRoutes?: readonly { readonly name: string }[];
}

interface Canary {
  readonly canaryService: string;
  readonly trafficRouting: { readonly plugins: { readonly 'argoproj-labs/gatewayAPI': PluginSettings } };
  readonly steps: readonly Step[];
  readonly analysis?: object;
}

interface RolloutSpec {
  readonly minReadySeconds?: number;
  readonly strategy: { readonly canary: Canary };
  readonly template: { readonly spec: { readonly serviceAccountName?: string } };
}

interface Metric {
  readonly name: string;
  readonly interval?: string;
  readonly initialDelay?: string;
  readonly provider: { readonly prometheus?: { readonly address: string; readonly query: string } };
}

export const rolloutSpec = ({ spec }: Manifest): RolloutSpec => spec as unknown as RolloutSpec;

/** Name of the HTTPRoute whose weights a Rollout shifts. */
export function routeOf(rollout: Manifest): string {
  const { httpRoute, httpRoutes = [] } =
    rolloutSpec(rollout).strategy.canary.trafficRouting.plugins['argoproj-labs/gatewayAPI'];
  const name = httpRoute ?? httpRoutes[0]?.name;
  if (name === undefined) throw new Error(`Rollout ${rollout.metadata.name} shifts no route`);
  return name;
}

/** Weights of the canary in the order the rendered steps set them. */
export const steppedWeights = (rollout: Manifest): number[] =>
  rolloutSpec(rollout).strategy.canary.steps.flatMap(({ setWeight }) => (setWeight === undefined ? [] : [setWeight]));

const withCanary = (rollout: Manifest, change: (canary: Canary) => Canary): Manifest => {
  const spec = rolloutSpec(rollout);
  return { ...rollout, spec: { ...spec, strategy: { ...spec.strategy, canary: change(spec.strategy.canary) } } };
};

const shortStep = (step: Step): Step =>
  step.pause?.duration === undefined ? step : { ...step, pause: { duration: SHORTENED.pause } };

const shortMetric = (metric: Metric, prometheusUrl: string): Metric => ({
  ...metric,
  ...(metric.interval === undefined ? {} : { interval: SHORTENED.interval }),
  ...(metric.initialDelay === undefined ? {} : { initialDelay: SHORTENED.initialDelay }),
  provider: metric.provider.prometheus
    ? { prometheus: { ...metric.provider.prometheus, address: prometheusUrl } }
    : metric.provider,
});

/** The manifest as a proof applies it: its durations shortened, and Prometheus asked where it is; nothing else. */
export function forProof(manifest: Manifest, prometheusUrl: string): Manifest {
  if (manifest.kind === 'Rollout') {
    const short = withCanary(manifest, (canary) => ({ ...canary, steps: canary.steps.map(shortStep) }));
    return { ...short, spec: { ...rolloutSpec(short), minReadySeconds: SHORTENED.minReadySeconds } };
  }
  if (manifest.kind !== 'AnalysisTemplate') return manifest;
  const spec = manifest.spec as unknown as { metrics: readonly Metric[] };
  return { ...manifest, spec: { ...spec, metrics: spec.metrics.map((metric) => shortMetric(metric, prometheusUrl)) } };
}

/** The Rollout with every analysis taken out: what would happen if nobody looked. */
export const withoutAnalysis = (rollout: Manifest): Manifest =>
  withCanary(rollout, ({ analysis: _analysis, ...canary }) => ({
    ...canary,
    steps: canary.steps.filter((step) => step.analysis === undefined),
  }));
