import { gitopsNamespace } from '../../charts/gitops/names';
import { nothing } from '../../constructs/contracts/recovery-commands';
import { type Kept, kubectl } from '../../constructs/kubernetes/recovery-commands';
import type { GitOpsEngine } from '../../environments/model';
import { type Command, printedBy } from '../engine/command';
import type { ReachedSite } from '../recovery/recovery-scope';
import { pauseGitOpsStep, type RecoveryStep } from '../recovery/site-steps';

/** How an engine lets go of what it applied: objects of these kinds are patched, and `path` prints those that still hold on. */
interface LetGo {
  readonly kinds: string;
  readonly patch: object;
  readonly path: string;
  readonly summary: string;
  /** It answers no more from here on; otherwise it has to, so that its own objects can be deleted. */
  readonly pauses: boolean;
}

const letGoOf: { readonly [E in GitOpsEngine]: LetGo } = {
  'argo-cd': {
    kinds: 'applications.argoproj.io',
    patch: { metadata: { finalizers: null } },
    path: '{range .items[?(@.metadata.finalizers)]}{.metadata.name} {end}',
    summary: 'take the finalizers from every Application: deleted, it takes nothing with it',
    pauses: true,
  },
  flux: {
    kinds: 'kustomizations.kustomize.toolkit.fluxcd.io,helmreleases.helm.toolkit.fluxcd.io',
    patch: { spec: { suspend: true } },
    path: '{range .items[?(@.spec.suspend!=true)]}{.metadata.name} {end}',
    summary: 'suspend every Kustomization and HelmRelease: deleted, it takes nothing with it',
    pauses: false,
  },
};

const callMs = 60_000;

const listed = ({ cluster }: ReachedSite, { namespace, what }: Kept): Command =>
  kubectl(cluster, ['--namespace', namespace, 'get', what, '--output', 'name']);

/**
 * GitOps puts nothing back any more, and takes nothing along when it goes: who clears up must still run while the things that
 * they clear up after are deleted.
 */
export function letGoSteps(reached: ReachedSite): RecoveryStep[] {
  const { site, cluster } = reached;
  const { kinds, patch, path, summary, pauses } = letGoOf[site.gitops.engine];
  const namespace = gitopsNamespace[site.gitops.engine];
  const list = listed(reached, { namespace, what: kinds });
  const patched = (name: string): Command =>
    kubectl(cluster, ['--namespace', namespace, 'patch', name, '--type=merge', '--patch', JSON.stringify(patch)]);
  const left = kubectl(cluster, ['--namespace', namespace, 'get', kinds, '--output', `jsonpath=${path}`]);
  return [
    ...(pauses ? [pauseGitOpsStep(reached)] : []),
    {
      id: `let-go-${site.name}`,
      title: `Let GitOps let go of ${site.name}`,
      owner: 'platform-on-call',
      timeoutMinutes: 10,
      expectedMinutes: 1,
      reaches: [{ name: site.name, required: true }],
      again: 'harmless',
      action: {
        summary,
        commands: [list, patched('<name>')],
        run: async ({ commands, signal }, tell) => {
          const options = { timeoutMs: callMs, ...(signal ? { signal } : {}) };
          const names = (await printedBy(commands, list, options)).split(/\s+/).filter((name) => name !== '');
          for (const name of names) {
            tell(name);
            await printedBy(commands, patched(name), options);
          }
          return { applications: names.length };
        },
      },
      verify: { command: left, expects: nothing, says: 'what GitOps still holds on to' },
      whenItFails: `Look at ${kinds} in ${namespace}; nothing was deleted yet`,
    },
  ];
}
