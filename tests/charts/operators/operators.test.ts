import { siteOperators } from '../../../charts';
import type { operatorCharts } from '../../../charts/operators';
import { operators } from '../../../services';
import { awsSite, azureSite, googleSite, localSite } from '../../fixtures/sites';
import { renderLocal, renderManaged, specOf, the } from '../site-rendering';

const flux = { gitops: { ...localSite().gitops, engine: 'flux' as const } };

describe('the operators of a site', () => {
  test('are those of every site', () => {
    expect(siteOperators(googleSite({ services: {} }))).toEqual(['cert-manager', 'external-secrets', 'envoy-gateway']);
  });

  test('and those that the cloud lacks', () => {
    expect(siteOperators(awsSite())).toContain('cluster-autoscaler');
    expect(siteOperators(azureSite())).toContain('nvidia-device-plugin');
    expect(siteOperators(localSite())).not.toContain('cluster-autoscaler');
  });

  test('and those that a need inside the cluster asks for', () => {
    const providers = { ...awsSite().providers, postgres: 'in-cluster' as const };
    expect(siteOperators(awsSite({ providers }))).toContain('cloudnative-pg');
    expect(siteOperators(awsSite({ providers, services: {} }))).not.toContain('cloudnative-pg');
    expect(siteOperators(awsSite())).not.toContain('cloudnative-pg');
  });

  test('come after what they wait for', () => {
    const order = siteOperators(localSite());
    for (const name of order) {
      for (const before of operators[name].after) {
        expect(order.indexOf(before as (typeof order)[number])).toBeLessThan(order.indexOf(name));
      }
    }
  });
});

describe('Argo CD', () => {
  const rendered = renderLocal();

  test.each(siteOperators(localSite()))('%s is a pinned chart that is applied on the server', (name) => {
    const { chart, namespace } = operators[name];
    const application = the(rendered, 'Application', name);
    expect(specOf(application)).toMatchObject({
      project: 'operators',
      source: { chart: chart.name, targetRevision: chart.version, helm: { releaseName: name } },
      destination: { namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: expect.arrayContaining(['ServerSideApply=true', 'CreateNamespace=false']),
      },
    });
    // Pruning the application must not take definitions, and with them data, along.
    expect(JSON.stringify(application.metadata)).not.toContain('finalizers');
  });

  test('an OCI registry is named without its scheme', () => {
    expect(specOf(the(rendered, 'Application', 'envoy-gateway')).source).toMatchObject({
      repoURL: 'docker.io/envoyproxy',
    });
  });

  test('operators start in the order of their dependencies', () => {
    const wave = (name: string) =>
      Number(the(rendered, 'Application', name).metadata.annotations?.['argocd.argoproj.io/sync-wave']);
    expect(wave('external-secrets')).toBeGreaterThan(wave('cert-manager'));
  });

  test('the project knows their repositories and namespaces, and no others', () => {
    const project = specOf<{ sourceRepos: string[]; destinations: { namespace: string }[] }>(
      the(rendered, 'AppProject', 'operators'),
    );
    expect(project.sourceRepos).toEqual([
      'docker.io/envoyproxy',
      'https://charts.external-secrets.io',
      'https://charts.jetstack.io',
      'https://cloudnative-pg.github.io/charts',
    ]);
    expect(project.destinations.map(({ namespace }) => namespace)).toEqual([
      'cert-manager',
      'cnpg-system',
      'envoy-gateway-system',
      'external-secrets',
    ]);
  });
});

describe('Flux', () => {
  const rendered = renderLocal(flux);

  test.each(siteOperators(localSite()))('%s is a pinned release that installs and upgrades its definitions', (name) => {
    expect(specOf(the(rendered, 'HelmRelease', name))).toMatchObject({
      releaseName: name,
      targetNamespace: operators[name].namespace,
      install: { crds: 'CreateReplace' },
      upgrade: { crds: 'CreateReplace', remediation: { strategy: 'rollback' } },
      driftDetection: { mode: 'enabled' },
    });
  });

  test('a chart of a registry is pinned by tag, a chart of a repository by version', () => {
    expect(specOf(the(rendered, 'OCIRepository', 'envoy-gateway'))).toMatchObject({
      url: 'oci://docker.io/envoyproxy/gateway-helm',
      ref: { tag: operators['envoy-gateway'].chart.version },
    });
    expect(specOf(the(rendered, 'HelmRelease', 'envoy-gateway')).chartRef).toEqual({
      kind: 'OCIRepository',
      name: 'envoy-gateway',
    });
    expect(specOf(the(rendered, 'HelmRelease', 'cert-manager')).chart).toMatchObject({
      spec: { version: operators['cert-manager'].chart.version },
    });
  });

  test('a release waits for those before it', () => {
    expect(specOf(the(rendered, 'HelmRelease', 'external-secrets')).dependsOn).toEqual([{ name: 'cert-manager' }]);
  });

  test('both engines install the same values', () => {
    const argo = renderLocal();
    for (const name of siteOperators(localSite())) {
      const { source } = specOf<{ source: { helm: { valuesObject: object } } }>(the(argo, 'Application', name));
      expect(specOf(the(rendered, 'HelmRelease', name)).values).toEqual(source.helm.valuesObject);
    }
  });
});

describe('values', () => {
  const valuesOf = (name: keyof typeof operatorCharts) =>
    specOf<{ source: { helm: { valuesObject: Record<string, never> } } }>(the(renderManaged(), 'Application', name))
      .source.helm.valuesObject;

  test('cert-manager: two of each part, guarded and critical, with its definitions kept', () => {
    const two = { replicaCount: 2, podDisruptionBudget: { enabled: true, minAvailable: 1 } };
    expect(valuesOf('cert-manager')).toMatchObject({
      ...two,
      webhook: two,
      cainjector: two,
      crds: { enabled: true, keep: true },
      global: { priorityClassName: 'platform-critical' },
    });
  });

  test("External Secrets: runs under the platform's identity and has no certificate controller", () => {
    expect(valuesOf('external-secrets')).toMatchObject({
      replicaCount: 2,
      leaderElect: true,
      serviceAccount: { create: false, name: 'external-secrets' },
      podLabels: { 'identity.example.com/use': 'true' },
      certController: { create: false },
      webhook: { replicaCount: 2, certManager: { enabled: true } },
    });
  });

  test('Envoy Gateway: two controllers, guarded and critical', () => {
    expect(valuesOf('envoy-gateway')).toMatchObject({
      podDisruptionBudget: { minAvailable: 1 },
      deployment: { replicas: 2, priorityClassName: 'platform-critical' },
    });
  });

  test('CloudNativePG: two operators and a budget of our own', () => {
    const rendered = renderLocal();
    expect(specOf(the(rendered, 'Application', 'cloudnative-pg'))).toMatchObject({
      source: { helm: { valuesObject: { replicaCount: 2, priorityClassName: 'platform-critical' } } },
    });
    expect(specOf(the(rendered, 'PodDisruptionBudget', 'cloudnative-pg'))).toEqual({
      minAvailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } },
    });
  });
});
