/** Annotations on what holds data: neither GitOps engine deletes it, even when it is gone from Git. */
export const keptByGitOps = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;
