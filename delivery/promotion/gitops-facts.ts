import { rootName } from '../../charts/gitops/names';
import type { GitOpsEngine } from '../../environments/model';
import type { AppliedByGitops } from './promotion-facts';

type Labels = Readonly<Record<string, string>>;

interface EngineWords {
  /** What the engine states of each of its objects. */
  readonly query: (selector: string) => string;
  readonly read: (labels: Labels) => Omit<AppliedByGitops, 'site'>;
}

const stated = (words: readonly (string | undefined)[]): string =>
  words.map((word) => (word === undefined || word === '' ? 'nothing' : word)).join(', ');

/** `main@sha1:<commit>`, as Flux writes a revision of Git; a chart has its version there, which is no commit. */
const commitIn = (revision = ''): string | undefined => /(?:^|[@/:])([0-9a-f]{40}|[0-9a-f]{64})$/.exec(revision)?.[1];

const engines: { readonly [E in GitOpsEngine]: EngineWords } = {
  // Its metrics name no commit. An Application of ours is healthy only when the commit that it was told is applied.
  'argo-cd': {
    query: (selector) => `max by (site, name, sync_status, health_status) (argocd_app_info${selector})`,
    read: ({ name = '', sync_status: sync, health_status: health = '' }) => ({
      name,
      isInSync: sync === 'Synced',
      // `Suspended`: somebody paused a job or a rollout on purpose.
      isHealthy: ['Healthy', 'Suspended'].includes(health),
      says: stated([sync, health]),
    }),
  },
  flux: {
    query: (selector) =>
      `max by (site, customresource_kind, name, ready, suspended, revision) (gotk_resource_info${selector})`,
    read: ({ customresource_kind: kind = '', name = '', ready, suspended, revision }) => {
      const commit = commitIn(revision);
      return {
        name: kind === 'Kustomization' ? name : `${kind} ${name}`,
        isInSync: suspended !== 'true',
        isHealthy: ready === 'True',
        says: stated([`ready: ${ready}`, ...(suspended === 'true' ? ['suspended'] : [])]),
        // What the source has read is not applied yet.
        ...(kind === 'Kustomization' && commit !== undefined ? { commit } : {}),
      };
    },
  },
};

export const gitopsEngines: readonly EngineWords[] = Object.values(engines);

/** Sites whose root nobody speaks of: what is silent is not known to be well. */
export const silentSites = (applied: readonly AppliedByGitops[], sites: readonly string[]): string[] =>
  sites.filter((site) => !applied.some(({ name, site: at }) => name === rootName && at === site));
