import type { AppliedByGitops } from '../../delivery/promotion/promotion-facts';
import { enginesOnGround } from './gitops-engines';
import type { GitopsGround } from './gitops-ground';

interface Kustomization {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly suspend?: boolean };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** What Flux states of a site at this moment, in the form in which its metrics reach a promotion. */
export async function appliedByFlux(ground: GitopsGround, site: string): Promise<AppliedByGitops[]> {
  const { items } = (await ground.get(enginesOnGround.flux.kind, '-A')) as { items: readonly Kustomization[] };
  return items.map(({ metadata, spec, status }) => {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
    const commit = status?.lastAppliedRevision?.split(':')[1];
    return {
      name: metadata.name,
      site,
      isInSync: spec.suspend !== true,
      isHealthy: ready === 'True',
      says: `ready: ${ready}`,
      ...(commit === undefined ? {} : { commit }),
    };
  });
}
