import type { RenderedObject } from '../../../charts';
import { services } from '../../../services';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const site = (config: unknown = {}) => ({
  services: {
    tracking: services.tracking.config.parse({ ownKey: false }),
    workbench: services.workbench.config.parse({}),
    monitoring: services.monitoring.config.parse({}),
    scaling: services.scaling.config.parse(config),
  },
});
const offHours = { services: ['tracking'], timeZone: 'Europe/Berlin' };
const own = (rendered: readonly RenderedObject[]) =>
  places(rendered).filter((place) => place.startsWith('k8s/50-scaling'));
const application = (rendered: readonly RenderedObject[], name: string) =>
  specOf<{ source: { helm: { valuesObject: Record<string, unknown> } } }>(the(rendered, 'Application', name)).source
    .helm.valuesObject;

describe('scaling', () => {
  const plain = renderManaged(site());
  const resting = renderManaged(site({ offHours, headroom: { pods: 3 } }));

  it('consists of operators alone until something is asked of it', () => {
    expect(own(plain)).toEqual([]);
    expect(application(plain, 'keda')).toBeDefined();
    expect(application(plain, 'descheduler')).toBeDefined();
  });

  it('consists of these objects when servers rest and room is kept', () => {
    expect(own(resting)).toEqual([
      'k8s/50-scaling-off-hours/ScaledObject/mlflow',
      'k8s/50-scaling/Deployment/headroom',
      'k8s/50-scaling/NetworkPolicy/headroom',
      'k8s/50-scaling/PodDisruptionBudget/headroom',
    ]);
  });

  it('starts the number of servers that was configured in the morning, and ends with none', () => {
    const replicas = specOf<{ replicas: number }>(the(plain, 'Deployment', 'mlflow')).replicas;
    expect(the(resting, 'ScaledObject', 'mlflow').metadata.namespace).toBe('tracking');
    expect(specOf(the(resting, 'ScaledObject', 'mlflow'))).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'mlflow' },
      minReplicaCount: 0,
      maxReplicaCount: replicas,
      triggers: [
        {
          type: 'cron',
          metadata: {
            timezone: 'Europe/Berlin',
            start: '0 7 * * 1,2,3,4,5',
            end: '0 20 * * 1,2,3,4,5',
            desiredReplicas: `${replicas}`,
          },
        },
      ],
    });
  });

  it('takes the number out of what Git holds of the servers that rest, and of no others', () => {
    expect(specOf(the(resting, 'Deployment', 'mlflow'))).not.toHaveProperty('replicas');
    expect(specOf(the(resting, 'Deployment', 'portal'))).toMatchObject({ replicas: 2 });
  });

  it('leaves databases and volumes alone', () => {
    const data = (rendered: readonly RenderedObject[]) =>
      rendered.filter(
        ({ folder, manifest }) =>
          folder.startsWith('k8s/30-') || ['StatefulSet', 'PersistentVolumeClaim'].includes(manifest.kind),
      );
    expect(data(renderLocal(site({ offHours }))).length).toBeGreaterThan(0);
    expect(data(renderLocal(site({ offHours })))).toEqual(data(renderLocal(site())));
  });

  it('silences the alerts of what rests while it rests, and those of nothing else', () => {
    const alerts = manifests(resting)
      .filter(({ kind }) => kind === 'PrometheusRule')
      .flatMap((rule) => specOf<{ groups: { rules: { alert?: string; expr: string }[] }[] }>(rule).groups)
      .flatMap(({ rules }) => rules);
    const silenced = alerts.filter(({ expr }) => expr.includes('working-hours'));
    expect(silenced.length).toBeGreaterThan(0);
    for (const { expr } of silenced) expect(expr).toContain('exported_namespace="tracking"');
    expect(alerts.find(({ alert }) => alert === 'PortalDown')?.expr).not.toContain('working-hours');
  });

  it('keeps room by pods that give way to everything and evict nothing', () => {
    expect(the(resting, 'PriorityClass', 'headroom')).toMatchObject({ value: -10, preemptionPolicy: 'Never' });
    const pod = specOf<{ template: { spec: Record<string, unknown> } }>(
      the(resting, 'Deployment', 'headroom'),
    ).template;
    expect(pod.spec).toMatchObject({ priorityClassName: 'headroom', terminationGracePeriodSeconds: 1 });
  });

  it('places the classes of priority below those of Kubernetes, jobs below tools, tools below what products call', () => {
    const value = (name: string) => (the(plain, 'PriorityClass', name) as unknown as { value: number }).value;
    const order = ['headroom', 'batch', 'tool', 'service', 'platform-critical'].map(value);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.max(...order)).toBeLessThan(1_000_000_000);
  });
});

it('servers that people work with give way to those that products call', () => {
  const rendered = renderManaged({
    services: {
      tracking: services.tracking.config.parse({}),
      featureStore: services.featureStore.config.parse({}),
    },
  });
  const priorities = manifests(rendered)
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata, spec }) => [
      metadata.namespace,
      (spec as { template: { spec: { priorityClassName: string } } }).template.spec.priorityClassName,
    ]);
  expect(priorities).toContainEqual(['tracking', 'tool']);
  expect(priorities).toContainEqual(['feature-store', 'service']);
});

describe('the descheduler', () => {
  const values = application(renderManaged(site()), 'descheduler') as {
    deschedulerPolicy: { profiles: { pluginConfig: { name: string; args: Record<string, unknown> }[] }[] };
  };
  const plugin = (name: string) =>
    values.deschedulerPolicy.profiles[0]?.pluginConfig.find((config) => config.name === name)?.args;

  it('moves few pods at a time', () => {
    expect(values.deschedulerPolicy).toMatchObject({ maxNoOfPodsToEvictPerNamespace: 1, maxNoOfPodsToEvictTotal: 5 });
  });

  it('moves only what has a sibling, fits elsewhere, has no volume and is less than an operator', () => {
    expect(plugin('DefaultEvictor')).toMatchObject({
      nodeFit: true,
      minReplicas: 2,
      priorityThreshold: { name: 'platform-critical' },
      podProtections: { extraEnabled: ['PodsWithPVC'] },
    });
  });

  it('leaves the namespaces of the cluster alone, whatever the reason', () => {
    for (const name of ['RemovePodsViolatingTopologySpreadConstraint', 'RemoveDuplicates']) {
      expect(plugin(name)).toMatchObject({ namespaces: { exclude: expect.arrayContaining(['kube-system']) } });
    }
  });

  it('does not work against whoever adds and removes machines', () => {
    expect(JSON.stringify(values)).not.toContain('NodeUtilization');
  });
});

describe('KEDA', () => {
  const rendered = renderManaged(site());

  it('may register its metrics with the API server and read who that is', () => {
    expect(specOf(the(rendered, 'AppProject', 'operators'))).toMatchObject({
      clusterResourceWhitelist: expect.arrayContaining([{ group: 'apiregistration.k8s.io', kind: 'APIService' }]),
      destinations: expect.arrayContaining([expect.objectContaining({ namespace: 'kube-system' })]),
    });
  });

  it('is measured', () => {
    expect(application(rendered, 'keda')).toMatchObject({
      prometheus: { operator: { enabled: true, port: 8080 } },
      podAnnotations: { keda: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' } },
    });
  });
});
