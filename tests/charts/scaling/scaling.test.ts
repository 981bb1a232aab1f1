import type { RenderedObject } from '../../../charts';
import { services } from '../../../services';
import { manifests, places, renderManaged, specOf, the } from '../site-rendering';

const site = (config: unknown = {}) => ({
  services: {
    tracking: services.tracking.config.parse({ ownKey: false }),
    workbench: services.workbench.config.parse({}),
    monitoring: services.monitoring.config.parse({}),
    scaling: services.scaling.config.parse(config),
  },
});
const own = (rendered: readonly RenderedObject[]) =>
  places(rendered).filter((place) => place.startsWith('k8s/50-scaling'));
const application = (rendered: readonly RenderedObject[], name: string) =>
  specOf<{ source: { helm: { valuesObject: Record<string, unknown> } } }>(the(rendered, 'Application', name)).source
    .helm.valuesObject;

describe('scaling', () => {
  const plain = renderManaged(site());
  const roomy = renderManaged(site({ headroom: { pods: 3 } }));

  it('consists of operators alone until something is asked of it', () => {
    expect(own(plain)).toEqual([]);
    expect(application(plain, 'keda')).toBeDefined();
    expect(application(plain, 'descheduler')).toBeDefined();
  });

  it('consists of these objects when room is kept', () => {
    expect(own(roomy)).toEqual([
      'k8s/50-scaling/Deployment/headroom',
      'k8s/50-scaling/NetworkPolicy/headroom',
      'k8s/50-scaling/PodDisruptionBudget/headroom',
    ]);
  });

  it('keeps room by pods that give way to everything and evict nothing', () => {
    expect(the(roomy, 'PriorityClass', 'headroom')).toMatchObject({ value: -10, preemptionPolicy: 'Never' });
    const pod = specOf<{ template: { spec: Record<string, unknown> } }>(the(roomy, 'Deployment', 'headroom')).template;
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
