import type { GitOpsEngine, Site } from '../../environments/model';
import type { HelmValues } from '../operators/operator-chart';
import { deletesItsObjects, rootSync } from './argo-sync';
import { GitopsChart } from './gitops-chart';
import { gitopsNamespace, operatorsProject, rootName, siteProject, thisCluster } from './names';
import { argoRootDirectory } from './root-program';
import { sitePath } from './wave-folder';

const rootPath = (site: Site): string =>
  `${sitePath({ gitops: site.gitops, environment: site.environment, site: site.name })}/${GitopsChart.folder}`;

/**
 * The root of a site as values of the small chart that makes it: `argocd-apps` or `flux2-sync`, released as `root`. It
 * points at the site's `gitops` folder and may make nothing but applications and their projects.
 */
export const rootSource: { readonly [E in GitOpsEngine]: (site: Site) => HelmValues } = {
  'argo-cd': (site) => ({
    projects: {
      [rootName]: {
        namespace: gitopsNamespace['argo-cd'],
        description: `Applications of ${site.name}; makes the projects ${siteProject} and ${operatorsProject}`,
        sourceRepos: [site.gitops.repository],
        destinations: [{ server: thisCluster, namespace: gitopsNamespace['argo-cd'] }],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: ['Application', 'AppProject'].map((kind) => ({ group: 'argoproj.io', kind })),
      },
    },
    applications: {
      [rootName]: {
        namespace: gitopsNamespace['argo-cd'],
        finalizers: deletesItsObjects,
        project: rootName,
        source: {
          repoURL: site.gitops.repository,
          targetRevision: site.gitops.revision,
          path: rootPath(site),
          directory: argoRootDirectory,
        },
        destination: { server: thisCluster, namespace: gitopsNamespace['argo-cd'] },
        syncPolicy: rootSync,
      },
    },
  }),
  flux: (site) => ({
    gitRepository: {
      spec: { url: site.gitops.repository, ref: { branch: site.gitops.revision }, interval: '1m', timeout: '60s' },
    },
    kustomization: {
      spec: { path: `./${rootPath(site)}`, interval: '10m', retryInterval: '1m', timeout: '15m', prune: true },
    },
  }),
};
