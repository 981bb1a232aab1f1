import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';

type SyncPolicy = NonNullable<IApplication['spec']['syncPolicy']>;

/**
 * What is in Git is what runs: changed by hand, it is put back; gone from Git, it is removed, last of all. Server-side
 * apply, because some definitions are too big for an annotation. Namespaces belong to Terraform.
 */
export const argoSync: SyncPolicy = {
  automated: { prune: true, selfHeal: true },
  syncOptions: ['ServerSideApply=true', 'CreateNamespace=false', 'PruneLast=true'],
  // The first sync of a wave may meet webhooks that are not up yet.
  retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
};

export const syncWave = (wave: number) => ({ 'argocd.argoproj.io/sync-wave': `${wave}` });

/** Deleting the application deletes what it made. */
export const deletesItsObjects = ['resources-finalizer.argocd.argoproj.io/background'];
