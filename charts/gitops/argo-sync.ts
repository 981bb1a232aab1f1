import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';

type SyncPolicy = NonNullable<IApplication['spec']['syncPolicy']>;

/**
 * What is in Git is what runs: changed by hand, it is put back; gone from Git, it is removed, last of all. Server-side
 * apply, because some definitions are too big for an annotation. Namespaces belong to Terraform.
 */
export const argoSync: SyncPolicy = {
  automated: { prune: true, selfHeal: true },
  syncOptions: ['ServerSideApply=true', 'CreateNamespace=false', 'PruneLast=true'],
  // The first sync of a wave may meet webhooks that are not up yet. A try stays with its commit, and while there is one
  // left a commit that mends has to wait: so two and a half minutes, no more.
  retry: { limit: 4, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
};

/**
 * The root never gives up, and each try takes what Git says by then: it follows the branch, so it would not notice by
 * itself that a wave was mended.
 */
export const rootSync: SyncPolicy = {
  ...argoSync,
  retry: { limit: -1, backoff: { duration: '5s', factor: 2, maxDuration: '1m' }, refresh: true },
};

export const syncWave = (wave: number) => ({ 'argocd.argoproj.io/sync-wave': `${wave}` });

/** Deleting the application deletes what it made. */
export const deletesItsObjects = ['resources-finalizer.argocd.argoproj.io/background'];
