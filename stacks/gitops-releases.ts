import { applicationHealth, gitopsNamespace, rootSource } from '../charts/gitops';
import type { GitOpsEngine, Site } from '../environments/model';

/** One Helm release that Terraform makes. */
export interface GitopsRelease {
  readonly name: string;
  readonly namespace: string;
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const scraped = (port: number) => ({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${port}` });

const twoReplicas = { replicas: 2, pdb: { enabled: true, minAvailable: 1 } };

const argo = 'https://argoproj.github.io/argo-helm';
const fluxCommunity = 'https://fluxcd-community.github.io/helm-charts';

/** The charts of both engines, and the small ones that make a root. Released 2026-08. */
export const gitopsCharts = {
  'argo-cd': { repository: argo, chart: 'argo-cd', version: '10.4.1' },
  'argocd-apps': { repository: argo, chart: 'argocd-apps', version: '2.0.2' },
  flux2: { repository: fluxCommunity, chart: 'flux2', version: '2.17.0' },
  'flux2-sync': { repository: fluxCommunity, chart: 'flux2-sync', version: '1.13.3' },
} as const;

/** Version of the chart of each engine. */
export const gitopsEngineCharts: Readonly<Record<GitOpsEngine, string>> = {
  'argo-cd': gitopsCharts['argo-cd'].version,
  flux: gitopsCharts.flux2.version,
};

/** The engine first, then the root that points at the site's folder. */
const releases: { readonly [E in GitOpsEngine]: (site: Site) => readonly GitopsRelease[] } = {
  'argo-cd': (site) => [
    {
      name: 'argo-cd',
      namespace: gitopsNamespace[site.gitops.engine],
      ...gitopsCharts['argo-cd'],
      values: {
        global: {
          domain: `argo-cd.${site.domain}`,
          logging: { format: 'json' },
          networkPolicy: { create: true, defaultDenyIngress: true },
        },
        configs: {
          cm: {
            'admin.enabled': false,
            'application.resourceTrackingMethod': 'annotation',
            'resource.customizations.health.argoproj.io_Application': applicationHealth,
          },
          // TLS ends at the site's gateway; inside, traffic stays in the cluster.
          params: {
            'server.insecure': true,
            // What the API server fills in is no drift.
            'controller.diff.server.side': true,
            // Operators need a moment before they say that what was just changed is not well yet.
            'controller.sync.wave.delay.seconds': 5,
            // A wave that never becomes healthy ends, and the next try takes what Git says by then.
            'controller.sync.timeout.seconds': 1800,
          },
        },
        server: { ...twoReplicas, service: { type: 'ClusterIP' } },
        repoServer: { ...twoReplicas, podAnnotations: scraped(8084) },
        applicationSet: twoReplicas,
        controller: { replicas: 1, pdb: { enabled: true, maxUnavailable: 1 }, podAnnotations: scraped(8082) },
        'redis-ha': { enabled: true },
        dex: { enabled: false },
        notifications: { enabled: false },
      },
    },
    {
      name: 'root',
      namespace: gitopsNamespace[site.gitops.engine],
      ...gitopsCharts['argocd-apps'],
      values: rootSource['argo-cd'](site),
    },
  ],
  flux: (site) => [
    {
      name: 'flux',
      namespace: gitopsNamespace[site.gitops.engine],
      ...gitopsCharts.flux2,
      values: {
        policies: { create: true },
        multitenancy: { enabled: false },
        kustomizeController: {
          container: {
            additionalArgs: [
              // A commit that mends a wave is not kept waiting until the broken one has run out of time.
              '--feature-gates=CancelHealthCheckOnNewRevision=true',
              '--requeue-dependency=10s',
              '--no-remote-bases=true',
              '--no-cross-namespace-refs=true',
            ],
          },
        },
        helmController: { container: { additionalArgs: ['--no-cross-namespace-refs=true'] } },
        imageAutomationController: { create: false },
        imageReflectionController: { create: false },
      },
    },
    {
      name: 'root',
      namespace: gitopsNamespace[site.gitops.engine],
      ...gitopsCharts['flux2-sync'],
      values: rootSource.flux(site),
    },
  ],
};

/** What Terraform installs on a site so that Git takes over, in order. */
export const gitopsReleases = (site: Site): readonly GitopsRelease[] => releases[site.gitops.engine](site);
