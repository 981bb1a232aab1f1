import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manifest } from '../../policies/site-output';
import { accepted } from './api-server-objects';
import { type CanaryCluster, startCanaryCluster } from './canary-cluster';
import { behaviourOf, MODELS, type Model, namespace, renderedVersion, serverMetrics } from './canary-models';
import { rolloutSpec, routeOf, steppedWeights, withoutAnalysis } from './canary-site';
import { session } from './session';
import { proof, skippedByName, toolPath, whyMissing } from './skips';

interface RolloutStatus {
  readonly phase?: string;
  readonly abort?: boolean;
  readonly stableRS?: string;
  readonly currentPodHash?: string;
  readonly pauseConditions?: readonly { readonly reason: string }[];
}

interface AnalysisRun {
  readonly status?: {
    readonly phase?: string;
    readonly metricResults?: readonly {
      readonly name: string;
      readonly phase: string;
      readonly inconclusive?: number;
    }[];
  };
}

const TOOLS = [
  'kube-apiserver',
  'etcd',
  'kubectl',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'argo-rollouts',
  'prometheus',
];
const PLUGIN = 'gateway-api-plugin';
const STAND_IN = `${PLUGIN}-stand-in`;
const pluginTool = toolPath(PLUGIN) === undefined ? STAND_IN : PLUGIN;

const PATIENCE_SECONDS = 180;
const POLL_MS = 1000;
/** Pods of a model by default. */
const REPLICAS = 2;

/** What is in `to` but not the same in `from`: what a GitOps engine would apply. */
const changed = (from: readonly Manifest[], to: readonly Manifest[]): Manifest[] => {
  const known = new Set(from.map((manifest) => JSON.stringify(manifest)));
  return to.filter((manifest) => !known.has(JSON.stringify(manifest)));
};

/** Waits until it is so; tells whether it came to that. */
async function eventually(is: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  while (!(await is())) {
    if (performance.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}

/**
 * Real: API server, controllers, scheduler, Argo Rollouts, Prometheus; Rollouts, analyses, Services, HTTPRoutes, the
 * controller's plugins and the scrape configuration as rendered. Simulated: nodes and pods (kwok), and the requests with
 * the metrics they leave, which follow the weights the API server holds. Shortened: `canary-site.ts` says what.
 */
proof('a canary on the real controllers', [...TOOLS, pluginTool], () => {
  const models = Object.keys(MODELS) as Model[];
  const first = renderedVersion(1);
  const second = renderedVersion(2);
  const rolloutOf = (model: Model): Manifest => {
    const found = first.find(({ kind, metadata }) => kind === 'Rollout' && metadata.name === model);
    if (found === undefined) throw new Error(`no Rollout ${model} is rendered`);
    return found;
  };
  const requests = new Map(models.map((model) => [routeOf(rolloutOf(model)), MODELS[model].requestsPerSecond]));
  /** Hash of the pods of the first version. */
  const before = new Map<Model, string>();
  let cluster: CanaryCluster;

  const read = async <T>(...words: string[]): Promise<T> =>
    JSON.parse(await accepted(cluster.server, ['get', ...words, '-n', namespace, '-o', 'json'])) as T;

  const statusOf = async (model: Model): Promise<RolloutStatus> =>
    (await read<{ status?: RolloutStatus }>('rollout', model)).status ?? {};

  /** Waits until it is so; throws with what there is where it does not come to that. */
  async function until(model: Model, is: (status: RolloutStatus) => boolean): Promise<RolloutStatus> {
    let status: RolloutStatus = {};
    const came = await eventually(async () => {
      status = await statusOf(model);
      return is(status);
    });
    if (came) return status;
    throw new Error(`${model} stays so: ${JSON.stringify(status)}\n${cluster.rollouts.logTail()}`);
  }

  const isServed = ({ phase, stableRS, currentPodHash }: RolloutStatus): boolean =>
    phase === 'Healthy' && stableRS !== undefined && stableRS === currentPodHash;

  const isRolledBack = ({ phase, abort }: RolloutStatus): boolean => phase === 'Degraded' && abort === true;

  /** Outcomes of the analyses of the second version, and the metrics that were not kept. */
  async function analysesOf(model: Model): Promise<{ phases: (string | undefined)[]; broken: string[] }> {
    const { currentPodHash } = await statusOf(model);
    const label = `rollouts-pod-template-hash=${currentPodHash}`;
    const { items } = await read<{ items: AnalysisRun[] }>('analysisruns', '-l', label);
    const results = items.flatMap(({ status }) => status?.metricResults ?? []);
    return {
      phases: items.map(({ status }) => status?.phase),
      broken: results.filter(({ phase }) => phase === 'Failed').map(({ name }) => name),
    };
  }

  /** Percentages that the second version got, in their order. */
  const sharesSeen = (model: Model): (number | undefined)[] => {
    const { canaryService } = rolloutSpec(rolloutOf(model)).strategy.canary;
    return cluster.traffic.weightsSeen(routeOf(rolloutOf(model))).map((weights) => weights[canaryService]);
  };

  /** Waits until every request goes to the stable version. */
  async function allToStable(model: Model): Promise<void> {
    await eventually(() => Promise.resolve(sharesSeen(model).at(-1) === 0));
    expect(sharesSeen(model).at(-1)).toBe(0);
  }

  /** Pods of that version that are ready. */
  async function readyPods(model: Model, hash = ''): Promise<number> {
    const set = await read<{ status: { readyReplicas?: number } }>('replicaset', `${model}-${hash}`);
    return set.status.readyReplicas ?? 0;
  }

  async function expectRolledBack(model: Model, ...broken: string[]): Promise<void> {
    const status = await until(model, isRolledBack);
    expect(status.stableRS).toBe(before.get(model));
    expect(await readyPods(model, status.stableRS)).toBe(REPLICAS);
    await allToStable(model);
    const [firstStep] = steppedWeights(rolloutOf(model));
    expect(sharesSeen(model)).toEqual([0, firstStep, 0]);
    expect(await analysesOf(model)).toEqual({ phases: ['Failed'], broken });
  }

  beforeAll(async () => {
    if (pluginTool === STAND_IN) {
      skippedByName('the Gateway API plugin of Argo Rollouts: a stand-in sets the weights', whyMissing(PLUGIN));
    }
    cluster = await startCanaryCluster({
      dir: join(session().folder, 'canary'),
      manifests: first,
      namespace,
      pluginPath: toolPath(pluginTool) ?? '',
      requestsPerSecond: (route) => requests.get(route) ?? 0,
      behaviourOf,
      metrics: serverMetrics,
    });
    await cluster.apply(
      first.filter(({ metadata, kind }) => metadata.namespace === namespace || kind === 'PriorityClass'),
    );
  });
  afterAll(async () => cluster?.stop());

  it.each(models)('serves the first version of %s', async (model) => {
    const { stableRS } = await until(model, isServed);
    before.set(model, stableRS ?? '');
    expect(sharesSeen(model)).toEqual([0]);
  });

  it('is scraped as rendered', async () => {
    const wanted = Object.fromEntries(models.map((model) => [model, 1]));
    const found = async () => {
      const up = await cluster.prometheus.query('min by (component) (up)');
      return Object.fromEntries(up.map(({ labels, value }) => [labels.component, value]));
    };
    await eventually(async () => Object.keys(await found()).length === models.length);
    expect(await found()).toEqual(wanted);
  });

  it('releases a version by its Rollout alone', async () => {
    const release = changed(first, second);
    expect(release.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual(
      models.map((model) => `Rollout ${model}`).sort(),
    );
    await cluster.apply(
      release.map((rollout) => (rollout.metadata.name === 'unwatched' ? withoutAnalysis(rollout) : rollout)),
    );
  });

  it('takes back a version that fails requests', () => expectRolledBack('failing', 'availability'));

  it('takes back a version that is slow', () => expectRolledBack('slow', 'latency-p95'));

  it('takes back a version that keeps its objectives and predicts otherwise', () =>
    expectRolledBack('otherwise', 'predictions-difference'));

  it('is saved by what is promised of predictions: where nothing is, the same version is promoted', async () => {
    const old = before.get('unjudged');
    await until('unjudged', (now) => isServed(now) && now.stableRS !== old);
    expect((await analysesOf('unjudged')).broken).toEqual([]);
  });

  it('promotes a version that keeps its objectives, step by step', async () => {
    const old = before.get('good');
    const status = await until('good', (now) => isServed(now) && now.stableRS !== old);
    expect(status.abort ?? false).toBe(false);
    await allToStable('good');
    const steps = steppedWeights(rolloutOf('good'));
    // All of it for a moment, while the stable Service is given the new pods: too short to be seen each time.
    expect(sharesSeen('good').filter((share) => share !== 100)).toEqual([0, ...steps, 0]);
    expect(await analysesOf('good')).toEqual({ phases: steps.map(() => 'Successful'), broken: [] });
  });

  it('says that labels did not come, and is not held up by it', async () => {
    const { currentPodHash } = await statusOf('good');
    const { items } = await read<{ items: AnalysisRun[] }>(
      'analysisruns',
      ...['-l', `rollouts-pod-template-hash=${currentPodHash}`],
    );
    const late = items.flatMap(({ status }) =>
      (status?.metricResults ?? []).filter(({ name }) => name === 'predictions-error'),
    );
    expect(late).toHaveLength(steppedWeights(rolloutOf('good')).length);
    for (const { phase, inconclusive } of late) expect([phase, (inconclusive ?? 0) > 0]).toEqual(['Successful', true]);
  });

  it('promotes nothing that nobody asked anything', async () => {
    const old = before.get('idle');
    const status = await until('idle', ({ phase }) => phase === 'Paused');
    expect(status.stableRS).toBe(old);
    expect(status.pauseConditions?.map(({ reason }) => reason)).toEqual(['InconclusiveAnalysisRun']);
    expect(sharesSeen('idle')).toEqual([0, steppedWeights(rolloutOf('idle'))[0]]);
    expect(await analysesOf('idle')).toEqual({ phases: ['Inconclusive'], broken: [] });
  });

  it('is saved by its analyses: without them the version that fails is promoted', async () => {
    const old = before.get('unwatched');
    const { stableRS } = await until('unwatched', (now) => isServed(now) && now.stableRS !== old);
    expect(await analysesOf('unwatched')).toEqual({ phases: [], broken: [] });
    const failures = `rate(rest_server_requests_total{status_code="500",pod=~"unwatched-${stableRS}-.*"}[1m]) > 0`;
    expect(await cluster.prometheus.query(failures)).not.toHaveLength(0);
  });
});
