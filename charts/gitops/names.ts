import type { GitOpsEngine } from '../../environments/model';

/** Where each GitOps engine lives, with its applications. */
export const gitopsNamespace: { readonly [E in GitOpsEngine]: string } = {
  'argo-cd': 'argocd',
  flux: 'flux-system',
};

/** What writes Git's objects into the cluster: at no replica, nothing is put back. */
export const gitopsController: { readonly [E in GitOpsEngine]: string } = {
  'argo-cd': 'statefulset/argocd-application-controller',
  flux: 'deployment/kustomize-controller',
};

/** The root that Terraform makes; for Flux also the name of its Git source. */
export const rootName = 'root';

/** Project of everything that comes from the site's repository. */
export const siteProject = 'site';

/** Project of the operators' Helm charts. */
export const operatorsProject = 'operators';

/** Cluster the engine itself runs in. */
export const thisCluster = 'https://kubernetes.default.svc';

/** How long everything of one folder may take to become healthy. */
export const waveTimeoutMinutes = 15;

/** How long one Helm chart may take to become healthy. */
export const releaseTimeoutMinutes = 10;
