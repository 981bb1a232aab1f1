import type { GitOpsEngine } from '../../environments/model';

/** Where each GitOps engine lives, with its applications. */
export const gitopsNamespace: { readonly [E in GitOpsEngine]: string } = {
  'argo-cd': 'argocd',
  flux: 'flux-system',
};

/** The root that Terraform makes; for Flux also the name of its Git source. */
export const rootName = 'root';

/** Project of everything that comes from the site's repository. */
export const siteProject = 'site';

/** Project of the operators' Helm charts. */
export const operatorsProject = 'operators';

/** Cluster the engine itself runs in. */
export const thisCluster = 'https://kubernetes.default.svc';
