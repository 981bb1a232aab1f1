import { gitopsNamespace, rootSource } from '../charts/gitops';
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

/** A wave waits for the Applications of the wave before only if Argo CD can tell an Application's health. */
const applicationHealth = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
`;

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
          params: { 'server.insecure': true },
        },
        server: { ...twoReplicas, service: { type: 'ClusterIP' } },
        repoServer: twoReplicas,
        applicationSet: twoReplicas,
        controller: { replicas: 1, pdb: { enabled: true, maxUnavailable: 1 } },
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
