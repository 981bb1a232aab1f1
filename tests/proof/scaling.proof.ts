import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { scalingSignals } from '../../charts/scaling/signals';
import type { Manifest } from '../../policies/site-output';
import { operators, services } from '../../services';
import { manifests, renderLocal } from '../charts/site-rendering';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { session } from './session';
import { proof } from './skips';
import { type KedaOperator, startKedaOperator } from './tools/keda-operator';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { WATCHED_BY_CONTROLLERS } from './tools/kube-controllers';
import { type PrometheusServer, startPrometheusServer } from './tools/prometheus-server';

/** What a proof waits out in place of the rendered seconds. */
const SHORTENED = { pollingInterval: 1, cooldownPeriod: 3 } as const;
const PATIENCE_SECONDS = 60;

interface Trigger {
  readonly type: string;
  readonly metadata: { readonly serverAddress: string; readonly query: string; readonly threshold: string };
}

interface ScaledObjectSpec {
  readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly advanced?: { readonly horizontalPodAutoscalerConfig: { readonly behavior: object } };
  readonly triggers: readonly Trigger[];
}

interface Autoscaler {
  readonly spec: {
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly scaleTargetRef: object;
    readonly behavior?: object;
    readonly metrics: readonly {
      readonly external: { readonly target: { readonly averageValue?: string; readonly value?: string } };
    }[];
  };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

const source = { from: 'bucket', path: 'models/one' };
const rendered = manifests(
  renderLocal({
    services: {
      monitoring: services.monitoring.config.parse({}),
      serving: services.serving.config.parse({
        ownKey: false,
        models: {
          steady: { source, delivery: { by: 'canary' }, replicas: { min: 2, max: 5 } },
          resting: { source, promised: false, replicas: { min: 0, max: 3 } },
        },
      }),
      llm: services.llm.config.parse({
        ownKey: false,
        models: {
          steady: { source, parametersBillion: 7, replicas: { min: 1, max: 3 } },
          resting: { source, parametersBillion: 7, replicas: { min: 0, max: 1 } },
        },
      }),
    },
  }),
);
const scaledObjects = rendered.filter(({ kind }) => kind === 'ScaledObject');
const specOf = ({ spec }: Manifest): ScaledObjectSpec => spec as unknown as ScaledObjectSpec;
const placeOf = ({ metadata: { namespace = '', name } }: Manifest): string => `${namespace}/${name}`;
const scaled = (place: string): Manifest => {
  const found = scaledObjects.find((each) => placeOf(each) === place);
  if (found === undefined) throw new Error(`no ScaledObject ${place} is rendered`);
  return found;
};
const targets = rendered.filter(({ kind, metadata: { namespace, name } }) =>
  scaledObjects.some(
    (each) =>
      each.metadata.namespace === namespace &&
      specOf(each).scaleTargetRef.kind === kind &&
      specOf(each).scaleTargetRef.name === name,
  ),
);

/** Argo Rollouts, which does not run here, writes its default into a Rollout: until then it has nothing to scale. */
const asController = (target: Manifest): Manifest =>
  target.kind === 'Rollout' ? { ...target, spec: { replicas: 1, ...(target.spec as object) } } : target;

/** The series that a query asks for, with what a pattern stands for. */
const seriesIn = (query: string): string[] =>
  [...query.matchAll(/([a-z_:]+)\{([^}]+)\}/g)].map(
    ([, name, labels]) => `${name}{${labels?.replaceAll('=~', '=').replaceAll('.*', '0')}}`,
  );

/** Waits until it is so; tells whether it came to that. */
async function eventually(is: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  while (!(await is())) {
    if (performance.now() > deadline) return false;
    await pause(500);
  }
  return true;
}

/**
 * Real: API server, KEDA's operator, Prometheus; ScaledObjects, what they scale, and queries as rendered. Simulated: the
 * series that pods and proxies would show. Shortened: {@link SHORTENED}. Left out: pods, and the numbers above one, which
 * Kubernetes' own autoscaler sets.
 */
proof('scaling on the real operator', ['kube-apiserver', 'etcd', 'kubectl', 'prometheus', 'keda'], () => {
  /** What Prometheus finds, by series. */
  const values = new Map<string, number>();
  let exporter: Server;
  let server: KubeApiServer;
  let prometheus: PrometheusServer;
  let keda: KedaOperator;

  const read = async <T>(kind: string, place: string): Promise<T> => {
    const [namespace = '', name = ''] = place.split('/');
    return JSON.parse(await accepted(server, ['get', kind, name, '-n', namespace, '-o', 'json'])) as T;
  };
  const conditionsOf = async (place: string): Promise<Readonly<Record<string, string>>> => {
    const { status } = await read<{ status?: { conditions?: Condition[] } }>('scaledobject', place);
    return Object.fromEntries(
      (status?.conditions ?? []).map((each) => [each.type, `${each.status} ${each.reason ?? ''}`]),
    );
  };
  const replicasOf = async (place: string): Promise<number> => {
    const { kind } = specOf(scaled(place)).scaleTargetRef;
    return (await read<{ spec: { replicas: number } }>(kind, place)).spec.replicas;
  };
  const comesTo = async (place: string, replicas: number): Promise<void> => {
    await eventually(async () => (await replicasOf(place)) === replicas);
    expect({ place, replicas: await replicasOf(place) }).toEqual({ place, replicas });
  };
  const apply = async (...wanted: readonly Manifest[]): Promise<void> => {
    const list = listOf(wanted);
    await accepted(server, ['apply', '--server-side', '--validate=strict', '--force-conflicts', '-f', '-'], list);
  };
  /** The manifest as a proof applies it: shortened, and Prometheus asked where it is. */
  const forProof = (manifest: Manifest, change: (trigger: Trigger) => object = () => ({})): Manifest => {
    const spec = specOf(manifest);
    const triggers = spec.triggers.map((trigger) => ({
      ...trigger,
      metadata: { ...trigger.metadata, serverAddress: prometheus.url, ...change(trigger) },
    }));
    return { ...manifest, spec: { ...spec, ...SHORTENED, triggers } };
  };
  const seriesOf = (place: string, metric: string): string => {
    const found = specOf(scaled(place)).triggers.flatMap(({ metadata }) => seriesIn(metadata.query));
    const series = found.find((each) => each.startsWith(`${metric}{`));
    if (series === undefined) throw new Error(`${place} does not ask for ${metric}`);
    return series;
  };

  beforeAll(async () => {
    const dir = join(session().folder, 'scaling');
    for (const each of scaledObjects)
      for (const { metadata } of specOf(each).triggers)
        for (const series of seriesIn(metadata.query)) values.set(series, 0);
    exporter = createServer((_request, response) => {
      response.setHeader('content-type', 'text/plain');
      response.end([...values].map(([series, value]) => `${series} ${value}\n`).join(''));
    });
    await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
    const { port } = exporter.address() as AddressInfo;
    prometheus = await startPrometheusServer({
      dir: join(dir, 'prometheus'),
      configuration: {
        scrape_configs: [
          {
            job_name: 'site',
            scrape_interval: '1s',
            scrape_timeout: '1s',
            honor_labels: true,
            static_configs: [{ targets: [`127.0.0.1:${port}`] }],
          },
        ],
      },
    });
    server = await startKubeApiServer({ dir: join(dir, 'kubernetes'), extraArguments: WATCHED_BY_CONTROLLERS });
    // KEDA watches further kinds of its own.
    await loadDefinitions(server, [...targets, ...scaledObjects, { apiVersion: 'eventing.keda.sh/v1alpha1' }]);
    const namespaces = new Set([operators.keda.namespace, ...targets.map(({ metadata }) => metadata.namespace ?? '')]);
    await apply(
      ...[...namespaces].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }) as Manifest),
      ...targets.map(asController),
    );
    keda = await startKedaOperator({ server, dir: join(dir, 'keda'), namespace: operators.keda.namespace });
    await apply(...scaledObjects.map((each) => forProof(each)));
  });
  afterAll(async () => {
    await keda?.stop();
    await prometheus?.stop();
    await server?.kill();
    exporter?.close();
  });

  it('has everything to scale', () => {
    expect(scaledObjects.map(placeOf).sort()).toEqual([
      'llm/model-resting',
      'llm/model-steady',
      'serving/resting',
      'serving/steady',
    ]);
    expect(targets).toHaveLength(scaledObjects.length);
  });

  it.each(scaledObjects.map((each) => [placeOf(each), each] as const))(
    '%s becomes an autoscaler',
    async (place, each) => {
      const ready = async () => (await conditionsOf(place)).Ready;
      await eventually(async () => (await ready()) === 'True ScaledObjectReady');
      expect(await ready()).toBe('True ScaledObjectReady');
      const [namespace, name] = place.split('/');
      const { spec } = await read<Autoscaler>('hpa', `${namespace}/keda-hpa-${name}`);
      const { scaleTargetRef, minReplicaCount, maxReplicaCount, advanced, triggers } = specOf(each);
      expect(spec).toMatchObject({
        scaleTargetRef,
        // KEDA itself goes from one to none and back.
        minReplicas: Math.max(minReplicaCount, 1),
        maxReplicas: maxReplicaCount,
        ...(advanced ? { behavior: advanced.horizontalPodAutoscalerConfig.behavior } : {}),
      });
      expect(spec.metrics).toHaveLength(triggers.length);
    },
  );

  it('asks what Prometheus answers with one number at most', async () => {
    for (const { metadata } of scaledObjects.flatMap((each) => specOf(each).triggers)) {
      expect((await prometheus.query(metadata.query)).length).toBeLessThanOrEqual(1);
    }
  });

  it('puts to rest what nobody asks, and nothing else', async () => {
    await comesTo('serving/resting', 0);
    await comesTo('llm/model-resting', 0);
    await comesTo('serving/steady', 2);
    await comesTo('llm/model-steady', 1);
  });

  it('wakes a language model that is asked, and lets it rest again', async () => {
    const underWay = seriesOf('llm/model-resting', 'envoy_cluster_upstream_rq_active');
    values.set(underWay, 1);
    await comesTo('llm/model-resting', 1);
    values.set(underWay, 0);
    await comesTo('llm/model-resting', 0);
  });

  it('wakes a model by the first request that found nobody', async () => {
    values.set(seriesOf('serving/resting', 'envoy_cluster_upstream_cx_none_healthy'), 1);
    await comesTo('serving/resting', 1);
  });

  it('counts what alerts and dashboards ask for', async () => {
    const shown = await keda.metrics();
    const own = scalingSignals.metrics.filter((name) => /^(keda|controller)_/.test(name));
    expect(own).not.toHaveLength(0);
    expect(own.filter((name) => !shown.includes(`# TYPE ${name} `))).toEqual([]);
  });

  it.each([
    ['serving/steady', { query: 'sum(' }],
    ['llm/model-steady', { threshold: 'many' }],
  ])('says so where a trigger of %s is broken, and changes nothing', async (place, broken) => {
    const before = await replicasOf(place);
    await apply(forProof(scaled(place), () => broken));
    const ready = async () => (await conditionsOf(place)).Ready?.split(' ')[0];
    await eventually(async () => (await ready()) !== 'True');
    expect(await ready()).toBe('False');
    expect(await replicasOf(place)).toBe(before);
  });

  it('runs one of what may rest while Prometheus is silent, and leaves the rest as it is', async () => {
    expect(await replicasOf('llm/model-resting')).toBe(0);
    await prometheus.stop();
    await comesTo('llm/model-resting', 1);
    expect((await conditionsOf('llm/model-resting')).Fallback).toBe('True FallbackExists');
    expect(await replicasOf('serving/steady')).toBe(2);
  });
});
