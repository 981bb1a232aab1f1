import { localSite } from '../../fixtures/sites';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';
import {
  canaryModel,
  comparedModel,
  everyModel,
  kserveModel,
  ownModel,
  servingServices,
  shadowedModel,
} from './serving-sites';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly limits: Readonly<Record<string, unknown>> };
}
interface Template {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> };
  readonly spec: { readonly [key: string]: unknown; readonly containers: readonly Container[] } & {
    readonly initContainers: readonly Container[];
  };
}
interface Route {
  readonly hostnames: readonly string[];
  readonly rules: readonly {
    readonly matches: readonly object[];
    readonly filters: readonly { readonly type: string }[];
    readonly backendRefs: readonly { readonly name: string; readonly port: number; readonly weight?: number }[];
  }[];
}

const withModels = (models: object, batch: object = {}) =>
  renderManaged({ services: servingServices({ models, batch }) });
const every = renderManaged({ services: servingServices(everyModel) });
const own = (rendered: typeof every) => places(rendered).filter((place) => place.startsWith('k8s/50-serving/'));
const envOf = ({ env }: Container) => Object.fromEntries(env.map(({ name, value }) => [name, value]));

test('everything of it, and nothing more', () => {
  expect(own(every).map((place) => place.slice('k8s/50-serving/'.length))).toEqual([
    'AnalysisTemplate/churn-objectives',
    'CronJob/batch-nightly',
    'Deployment/offers',
    'Deployment/offers-challenger',
    'Deployment/ranking',
    'Deployment/risk',
    'Deployment/risk-shadow',
    'HTTPRoute/serving-churn-route',
    'HTTPRoute/serving-fraud-route',
    'HTTPRoute/serving-offers-route',
    'HTTPRoute/serving-ranking-route',
    'HTTPRoute/serving-risk-route',
    'InferenceService/fraud',
    'NetworkPolicy/batch-nightly',
    'NetworkPolicy/churn',
    'NetworkPolicy/fraud',
    'NetworkPolicy/offers',
    'NetworkPolicy/offers-challenger',
    'NetworkPolicy/ranking',
    'NetworkPolicy/risk',
    'NetworkPolicy/risk-shadow',
    'PodDisruptionBudget/churn',
    'PodDisruptionBudget/fraud',
    'PodDisruptionBudget/offers',
    'PodDisruptionBudget/offers-challenger',
    'PodDisruptionBudget/ranking',
    'PodDisruptionBudget/risk',
    'PodDisruptionBudget/risk-shadow',
    'Rollout/churn',
    'ScaledObject/churn',
    'Service/churn-canary',
    'Service/churn-stable',
    'Service/fraud',
    'Service/offers',
    'Service/offers-challenger',
    'Service/ranking',
    'Service/risk',
    'Service/risk-shadow',
    'ServingRuntime/mlserver',
  ]);
});

test('the same inside a cluster without a cloud', () => {
  expect(own(renderLocal({ services: servingServices(everyModel) }))).toEqual(own(every));
});

test('without models there is nothing to run', () => {
  expect(own(withModels({}))).toEqual([]);
});

describe('a canary', () => {
  const rollout = specOf<{
    replicas?: number;
    selector: { matchLabels: Record<string, string> };
    template: Template;
    progressDeadlineAbort: boolean;
    strategy: { canary: Record<string, unknown> & { steps: Record<string, unknown>[] } };
  }>(the(every, 'Rollout', 'churn'));
  const route = specOf<Route>(the(every, 'HTTPRoute', 'serving-churn-route'));
  const { canary } = rollout.strategy;

  test('is measured after every step, and never goes to the next one unmeasured', () => {
    expect(canary.steps.map((step) => step.setWeight ?? 'analysis')).toEqual([
      10,
      'analysis',
      25,
      'analysis',
      50,
      'analysis',
    ]);
    const templates = canary.steps.flatMap(
      ({ analysis }) => (analysis as { templates: { templateName: string }[] } | undefined)?.templates ?? [],
    );
    for (const { templateName } of templates) expect(the(every, 'AnalysisTemplate', templateName)).toBeDefined();
  });

  test('shifts weights between two Services of its pods, by the route that callers use', () => {
    expect(canary).toMatchObject({
      stableService: 'churn-stable',
      canaryService: 'churn-canary',
      trafficRouting: {
        plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'serving-churn-route', namespace: 'serving' } },
      },
    });
    expect(route.rules[0]?.backendRefs).toEqual([
      { name: 'churn-stable', port: 8080, weight: 100 },
      { name: 'churn-canary', port: 8080, weight: 0 },
    ]);
    for (const name of ['churn-stable', 'churn-canary'])
      expect(specOf(the(every, 'Service', name)).selector).toEqual(rollout.selector.matchLabels);
  });

  test('a version that never comes up is taken back, and the old one loses no pod', () => {
    expect(rollout.progressDeadlineAbort).toBe(true);
    expect(canary).toMatchObject({ maxUnavailable: 0 });
  });

  test('its number of pods belongs to KEDA, which scales the Rollout', () => {
    expect(rollout.replicas).toBeUndefined();
    expect(specOf(the(every, 'ScaledObject', 'churn'))).toMatchObject({
      scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'churn' },
      minReplicaCount: 3,
      maxReplicaCount: 9,
    });
    const fixed = withModels({ churn: { ...canaryModel, replicas: { min: 3, max: 3 } } });
    expect(specOf(the(fixed, 'Rollout', 'churn')).replicas).toBe(3);
    expect(manifests(fixed).filter(({ kind }) => kind === 'ScaledObject')).toEqual([]);
  });

  test('its pods are scraped, spread by version and restart by themselves', () => {
    const { metadata, spec } = rollout.template;
    expect(metadata.annotations).toMatchObject({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8082' });
    expect(metadata.labels).toMatchObject(rollout.selector.matchLabels);
    expect(spec.restartPolicy).toBe('Always');
    expect(spec.topologySpreadConstraints).toEqual(
      expect.arrayContaining([expect.objectContaining({ matchLabelKeys: ['rollouts-pod-template-hash'] })]),
    );
  });

  test('another version of the model is another pod, settings included', () => {
    const [fetch] = rollout.template.spec.initContainers;
    expect(fetch && envOf(fetch)).toMatchObject({
      ADDRESS: 'models:/churn/3',
      SETTINGS: expect.stringContaining('"version":"v3"'),
    });
    expect(
      manifests(every).filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'serving'),
    ).toEqual([]);
  });

  test('GitOps leaves its weights alone, and only its own', () => {
    const application = specOf(the(every, 'Application', 'serving'));
    expect(JSON.stringify(application.ignoreDifferences)).toContain('evenkeel.dev/weights');
    expect(application.syncPolicy).toMatchObject({
      syncOptions: expect.arrayContaining(['RespectIgnoreDifferences=true']),
    });
    const plain = withModels({ offers: comparedModel });
    expect(specOf(the(plain, 'Application', 'serving')).ignoreDifferences).toBeUndefined();
  });
});

test('Flux leaves its weights alone too, and asks a Rollout for its phase', () => {
  const gitops = { ...localSite().gitops, engine: 'flux' as const };
  const rendered = renderLocal({ gitops, services: servingServices({ models: { churn: canaryModel } }) });
  expect(specOf(the(rendered, 'Kustomization', 'serving'))).toMatchObject({
    ignore: [
      {
        paths: ['/spec/rules/0/backendRefs/0/weight', '/spec/rules/0/backendRefs/1/weight'],
        target: { kind: 'HTTPRoute', labelSelector: 'evenkeel.dev/weights=shifted' },
      },
    ],
    healthCheckExprs: [expect.objectContaining({ kind: 'Rollout', failed: "status.phase == 'Degraded'" })],
  });
});

describe('the analysis of a canary', () => {
  interface Metric {
    readonly name: string;
    readonly successCondition: string;
    readonly failureCondition: string;
    readonly provider: { readonly prometheus: { readonly address: string; readonly query: string } };
    readonly [key: string]: unknown;
  }
  const metricsWith = (objectives: object, delivery: object = {}) => {
    const models = { churn: { ...canaryModel, delivery: { ...canaryModel.delivery, ...delivery } } };
    const rendered = renderManaged({ services: servingServices({ models, objectives }) });
    return specOf<{ metrics: Metric[] }>(the(rendered, 'AnalysisTemplate', 'churn-objectives')).metrics;
  };

  test("asks for the service's own objectives", () => {
    const metrics = metricsWith({ availabilityPercent: 99.9, p95Ms: 100, p99Ms: 500 });
    expect(metrics.map(({ name, successCondition }) => [name, successCondition.split('<= ')[1]])).toEqual([
      ['availability', '0.001'],
      ['latency-p95', '0.05'],
      ['latency-p99', '0.01'],
    ]);
    expect(metrics[1]?.provider.prometheus.query).toContain('le="0.1"');
    expect(metrics[2]?.provider.prometheus.query).toContain('le="0.5"');
  });

  describe('of predictions', () => {
    const predictions = { errorAtMost: 0.1, errorNotWorseBy: 0.02, driftAtMost: 0.3 };
    const models = { churn: { ...canaryModel, predictions } };
    const judgedSite = renderManaged({ services: servingServices({ models }) });
    const { args, metrics } = specOf<{ args: object[]; metrics: Metric[] }>(
      the(judgedSite, 'AnalysisTemplate', 'churn-objectives'),
    );
    const metric = (name: string): Metric => {
      const found = metrics.find((each) => each.name === name);
      if (!found) throw new Error(`nobody judges ${name}`);
      return found;
    };
    const queryOf = (name: string): string => metric(name).provider.prometheus.query;

    test('judges what is stated, by its own bounds', () => {
      expect(
        metrics.slice(2).map(({ name, failureCondition }) => [name, failureCondition.split(' > ').at(-1)]),
      ).toEqual([
        ['predictions-difference', '0.2'],
        ['predictions-drift', '0.3'],
        ['predictions-error', '0.1'],
        ['predictions-error-increase', '0.02'],
      ]);
    });

    test('compares both versions at the end of a step, and waits for a person where there are too few predictions', () => {
      expect(metric('predictions-difference')).toMatchObject({ initialDelay: '8m', count: 2, inconclusiveLimit: 1 });
      for (const hash of ['canary-hash', 'stable-hash'])
        expect(queryOf('predictions-difference')).toContain(`pod=~"churn-{{args.${hash}}}-.*"}[10m])) >= 500)`);
    });

    test('asks for the new version by its name, and is not held up by labels that come late', () => {
      for (const name of ['predictions-drift', 'predictions-error', 'predictions-error-increase']) {
        const { count, inconclusiveLimit, failureLimit } = metric(name);
        expect([inconclusiveLimit, failureLimit]).toEqual([count, 1]);
        expect(queryOf(name)).toContain('model="churn",version="{{args.canary-version}}"');
      }
      expect(queryOf('predictions-error-increase')).toContain('{{args.stable-hash}}');
    });

    test('the Rollout tells it what to compare: another version is another Rollout, and the same analysis', () => {
      const { strategy } = specOf<{ strategy: { canary: { steps: { analysis?: { args: object[] } }[] } } }>(
        the(judgedSite, 'Rollout', 'churn'),
      );
      expect(args).toEqual([{ name: 'canary-hash' }, { name: 'stable-hash' }, { name: 'canary-version' }]);
      expect(strategy.canary.steps[1]?.analysis?.args).toEqual([
        { name: 'canary-hash', valueFrom: { podTemplateHashValue: 'Latest' } },
        { name: 'stable-hash', valueFrom: { podTemplateHashValue: 'Stable' } },
        { name: 'canary-version', value: 'v3' },
      ]);
    });

    test('pods count what is compared, by version', () => {
      const { template } = specOf<{ template: Template }>(the(judgedSite, 'Rollout', 'churn'));
      const [fetch] = template.spec.initContainers;
      expect(fetch && JSON.parse(envOf(fetch).SETTINGS ?? '')).toMatchObject({
        implementation: 'recorded_model.Recorded',
        parameters: { extra: { predictions: { version: 'v3', edges: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] } } },
      });
    });
  });

  test('looks at the pods of the new version alone', () => {
    for (const { provider } of metricsWith({})) {
      const selectors = provider.prometheus.query.match(/\{[^}{]*(\{\{[^}]*\}\})?[^}{]*\}/g) ?? [];
      expect(selectors.length).toBeGreaterThan(2);
      for (const selector of selectors) expect(selector).toContain('pod=~"churn-{{args.canary-hash}}-.*"');
    }
  });

  test('no answer is neither good nor bad: the Rollout stops and waits', () => {
    for (const { successCondition, failureCondition, inconclusiveLimit, provider } of metricsWith({})) {
      for (const condition of [successCondition, failureCondition])
        expect(condition).toMatch(/^len\(result\) > 0 && !isNaN\(result\[0\]\) && /);
      expect(inconclusiveLimit).toBe(1);
      expect(provider.prometheus.query).toMatch(/>= 0\.416666667\)$/);
    }
  });

  test('two bad measurements take it back; ten silent minutes of Prometheus do too', () => {
    for (const metric of metricsWith({}))
      expect(metric).toMatchObject({ failureLimit: 1, consecutiveErrorLimit: 60, interval: '1m', count: 8 });
  });

  test('begins when its window holds the new weight only, and lasts as long as the step', () => {
    for (const metric of metricsWith({}, { minutesPerStep: 30, minRequests: 600 })) {
      expect(metric).toMatchObject({ initialDelay: '2m', count: 28 });
      expect(metric.provider.prometheus.query).toMatch(/\[2m\]\)\) >= 5\)$/);
    }
  });
});

describe('a comparison', () => {
  const compared = withModels({ offers: comparedModel });
  const { rules } = specOf<Route>(the(compared, 'HTTPRoute', 'serving-offers-route'));

  test('goes by the header first, then by the shares', () => {
    expect(rules.map(({ matches, backendRefs }) => [matches, backendRefs])).toEqual([
      [
        [expect.objectContaining({ headers: [{ type: 'Exact', name: 'x-variant', value: 'control' }] })],
        [{ name: 'offers', port: 8080 }],
      ],
      [
        [expect.objectContaining({ headers: [{ type: 'Exact', name: 'x-variant', value: 'challenger' }] })],
        [{ name: 'offers-challenger', port: 8080 }],
      ],
      [
        [{ path: { type: 'PathPrefix', value: '/offers/v2/models' } }],
        [
          { name: 'offers', port: 8080, weight: 80 },
          { name: 'offers-challenger', port: 8080, weight: 20 },
        ],
      ],
    ]);
  });

  test('every variant answers under the name of the model, and counts for itself', () => {
    for (const [name, address] of [
      ['offers', 'models:/churn/3'],
      ['offers-challenger', 'models:/churn/4'],
    ] as const) {
      const { template } = specOf<{ template: Template }>(the(compared, 'Deployment', name));
      expect(template.metadata.labels['app.kubernetes.io/component']).toBe(name);
      const [fetch] = template.spec.initContainers;
      expect(fetch && envOf(fetch)).toMatchObject({
        ADDRESS: address,
        SETTINGS: expect.stringContaining('"name":"offers"'),
      });
    }
  });
});

describe('a shadow', () => {
  const shadowed = withModels({ risk: shadowedModel });

  test('gets copies of some requests and no request of its own', () => {
    const [rule] = specOf<Route>(the(shadowed, 'HTTPRoute', 'serving-risk-route')).rules;
    expect(rule?.backendRefs).toEqual([{ name: 'risk', port: 8080 }]);
    expect(rule?.filters).toContainEqual({
      type: 'RequestMirror',
      requestMirror: { backendRef: { name: 'risk-shadow', port: 8080 }, percent: 25 },
    });
  });

  test('breaks no promise', () => {
    const rules = JSON.stringify(specOf(the(shadowed, 'PrometheusRule', 'serving')));
    expect(rules).toContain('component!~\\"risk-shadow\\"');
  });
});

describe('a model of KServe', () => {
  const rendered = withModels({ fraud: { ...kserveModel, replicas: { min: 2, max: 4 } } });
  const service = the(rendered, 'InferenceService', 'fraud');
  const { predictor } = specOf<{ predictor: Record<string, unknown> & { model: Container } }>(service);

  test('is a Deployment: no Knative, no autoscaler and no route of its own', () => {
    expect(service.metadata.annotations).toEqual({
      'serving.kserve.io/deploymentMode': 'Standard',
      'serving.kserve.io/autoscalerClass': 'external',
    });
    expect(specOf(the(rendered, 'ScaledObject', 'fraud')).scaleTargetRef).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'fraud-predictor',
    });
  });

  test('fetches and serves as every other model, whatever the store', () => {
    expect(predictor.model).toMatchObject({
      modelFormat: { name: 'mlserver' },
      runtime: 'mlserver',
      protocolVersion: 'v2',
    });
    const [fetch] = predictor.initContainers as Container[];
    expect(fetch && envOf(fetch)).toMatchObject({
      ADDRESS: 'store://files/fraud/7',
      SETTINGS: expect.stringContaining('mlserver_xgboost.XGBoostModel'),
    });
  });

  test('its pods are found by its Service and scraped', () => {
    const { selector } = specOf<{ selector: Record<string, string> }>(the(rendered, 'Service', 'fraud'));
    expect(predictor.labels).toMatchObject(selector);
    expect(predictor.annotations).toMatchObject({ 'prometheus.io/port': '8082' });
  });
});

describe('an own server', () => {
  const rendered = withModels({ ranking: ownModel });
  const { template } = specOf<{ template: Template }>(the(rendered, 'Deployment', 'ranking'));

  test('loads nothing and is asked and scraped where it says', () => {
    expect(template.spec.initContainers ?? []).toEqual([]);
    expect(template.spec.containers[0]).toMatchObject({
      image: 'registry.example.com/ranking:4',
      readinessProbe: { httpGet: { path: '/v2/health/ready', port: 9000 } },
    });
    expect(template.metadata.annotations).toMatchObject({ 'prometheus.io/port': '9000' });
    const [rule] = specOf<Route>(the(rendered, 'HTTPRoute', 'serving-ranking-route')).rules;
    expect(rule?.backendRefs).toEqual([{ name: 'ranking', port: 9000 }]);
  });
});

test('several models in the same pods, each under its own name', () => {
  const { template } = specOf<{ template: Template }>(the(every, 'Deployment', 'risk'));
  expect(template.spec.initContainers.map((each) => [each.name, envOf(each).ADDRESS, envOf(each).TARGET])).toEqual([
    ['fetch-risk', 'models:/churn/3', '/mnt/models/risk'],
    ['fetch-limits', 'store://files/limits/2', '/mnt/models/limits'],
  ]);
  expect(template.spec.containers[0]?.args).toEqual(['start', '/mnt/models']);
});

test('from outside, predictions and nothing else: no caller may unload a model', () => {
  for (const model of ['churn', 'offers', 'risk', 'fraud']) {
    const { hostnames, rules } = specOf<Route>(the(every, 'HTTPRoute', `serving-${model}-route`));
    expect(hostnames).toEqual([expect.stringMatching(/^models\./)]);
    for (const { matches } of rules)
      expect(matches).toEqual([
        expect.objectContaining({ path: { type: 'PathPrefix', value: `/${model}/v2/models` } }),
      ]);
  }
});

test('a model on GPUs runs where they are and gets as many as it asks for', () => {
  const { template } = specOf<{ template: Template }>(
    the(withModels({ churn: { ...canaryModel, gpus: 2 } }), 'Rollout', 'churn'),
  );
  expect(template.spec.containers[0]?.resources.limits).toMatchObject({ 'nvidia.com/gpu': 2 });
});

test('the keys of the bucket are for what fetches, not for what answers', () => {
  const { template } = specOf<{ template: Template }>(the(every, 'Deployment', 'risk'));
  const [server] = template.spec.containers;
  expect(server && Object.keys(envOf(server))).not.toContain('STORE');
  expect(template.spec.initContainers.map((each) => envOf(each).STORE)).toEqual(['yes', 'yes']);
});

test('a job fetches, predicts and stores, one after the other', () => {
  const { jobTemplate, schedule, concurrencyPolicy } = specOf<{
    jobTemplate: { spec: { template: Template } };
    schedule: string;
    concurrencyPolicy: string;
  }>(the(every, 'CronJob', 'batch-nightly'));
  const { initContainers, containers } = jobTemplate.spec.template.spec;
  expect([schedule, concurrencyPolicy]).toEqual(['13 2 * * *', 'Forbid']);
  expect([...initContainers, ...containers].map(({ name }) => name)).toEqual([
    'fetch-churn',
    'fetch-input',
    'predict',
    'store',
  ]);
  expect(containers[0] && envOf(containers[0])).toMatchObject({
    BUCKET: 'store://files',
    FILE: '/data/out/churn.json',
    FOLDER: 'out',
  });
});

test('scaling asks for requests in progress, and for latency only where there are requests', () => {
  const { triggers } = specOf<{ triggers: { metricType: string; metadata: Record<string, string> }[] }>(
    the(every, 'ScaledObject', 'churn'),
  );
  expect(triggers.map(({ metricType, metadata }) => [metricType, metadata.threshold])).toEqual([
    ['AverageValue', '8'],
    ['Value', '0.25'],
  ]);
  expect(triggers[0]?.metadata.query).toBe(
    'sum(rest_server_requests_in_progress{namespace="serving",component="churn"})',
  );
  expect(triggers[1]?.metadata.query).toMatch(/> 0$/);
});

test('an own image with other libraries serves models and predicts files alike', () => {
  const serverImage = 'registry.example.com/mlserver:1.7.1-ours';
  const rendered = renderManaged({ services: servingServices({ ...everyModel, serverImage }) });
  const images = (kind: string, name: string) => JSON.stringify(specOf(the(rendered, kind, name)));
  for (const [kind, name] of [
    ['Rollout', 'churn'],
    ['InferenceService', 'fraud'],
    ['ServingRuntime', 'mlserver'],
    ['CronJob', 'batch-nightly'],
  ] as const)
    expect(images(kind, name)).toContain(serverImage);
  expect(images('Deployment', 'ranking')).not.toContain(serverImage);
});

test('every autoscaler has something to scale: variants and shadows have one of their own', () => {
  const replicas = { min: 2, max: 4 };
  const rendered = withModels({
    churn: { ...canaryModel, shadow: shadowedModel.shadow },
    offers: { ...comparedModel, replicas },
    fraud: { ...kserveModel, ...comparedModel, runtime: 'kserve', replicas },
  });
  const keepers = manifests(rendered).flatMap(({ kind, metadata: { name } }) => {
    if (kind === 'InferenceService') return [`Deployment/${name}-predictor`];
    return ['Deployment', 'Rollout'].includes(kind) ? [`${kind}/${name}`] : [];
  });
  const targets = manifests(rendered)
    .filter(({ kind }) => kind === 'ScaledObject')
    .map((object) => specOf<{ scaleTargetRef: { kind: string; name: string } }>(object).scaleTargetRef);
  expect(targets).toHaveLength(6);
  for (const { kind, name } of targets) expect(keepers).toContain(`${kind}/${name}`);
});
