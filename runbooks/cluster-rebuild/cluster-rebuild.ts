import { gitopsNamespace, rootName } from '../../charts/gitops/names';
import { kubectl } from '../../constructs/kubernetes/recovery-commands';
import type { GitOpsEngine } from '../../environments/model';
import type { Guard, Runbook, StepCheck } from '../engine/step';
import { deliverStep, gitBackStep, handOverStep, treeGuard } from '../recovery/deliver-steps';
import { materialiseStep } from '../recovery/materialise-step';
import { peopleStep } from '../recovery/people-step';
import { type ReachedSite, type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { namespacesOf } from '../recovery/services-of';
import { answersStep, pauseGitOpsStep, type RecoveryStep, resumeGitOpsStep } from '../recovery/site-steps';
import { veleroSteps } from '../recovery/velero-steps';

/** What brings the rendered objects into a cluster that was made anew. */
export type RebuildDelivery =
  /** The GitOps engine of the site, from Git. */
  | 'gitops'
  /** The second engine, from the tree beside this machine: Git, or the way to it, is lost. */
  | 'direct';

export interface ClusterRebuildInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** Default: gitops. */
  readonly delivery?: RebuildDelivery;
}

/** What the engine says of the root of everything. */
const rootState: {
  readonly [E in GitOpsEngine]: { readonly what: string; readonly path: string; readonly expects: RegExp };
} = {
  'argo-cd': {
    what: `applications.argoproj.io/${rootName}`,
    path: '{.status.sync.status} {.status.health.status}',
    expects: /^Synced (Healthy|Progressing)$/m,
  },
  flux: {
    what: `kustomizations.kustomize.toolkit.fluxcd.io/${rootName}`,
    path: '{.status.conditions[?(@.type=="Ready")].status}',
    expects: /^True$/m,
  },
};

const synced = ({ site, cluster }: ReachedSite): StepCheck<RecoveryContext> => {
  const { engine } = site.gitops;
  const { what, path, expects } = rootState[engine];
  return {
    command: kubectl(cluster, ['--namespace', gitopsNamespace[engine], 'get', what, '--output', `jsonpath=${path}`]),
    expects,
    says: 'root of GitOps',
  };
};

const syncStep = (reached: ReachedSite, afterwards?: true): RecoveryStep => {
  const { name } = reached.site;
  return peopleStep({
    id: `sync-${name}`,
    title: `Wait until ${name} is what Git says`,
    owner: 'platform-on-call',
    what: 'look at waves that do not become healthy; nothing has to be done as a rule',
    timeoutMinutes: 90,
    expectedMinutes: 30,
    asks: [name],
    ...(afterwards ? { afterwards } : {}),
    verify: synced(reached),
    whenItFails: 'Look at the first wave that is not healthy',
  });
};

interface Delivered {
  /** Before data services begin: what an operator would make up anew must be what stored data was sealed with. */
  readonly beforeRestore: readonly RecoveryStep[];
  readonly afterRestore: readonly RecoveryStep[];
  /** When callers are served. */
  readonly atLast: readonly RecoveryStep[];
}

const deliveries: { readonly [D in RebuildDelivery]: (reached: ReachedSite) => Delivered } = {
  gitops: (reached) => ({
    beforeRestore: [pauseGitOpsStep(reached)],
    afterRestore: [resumeGitOpsStep(reached), syncStep(reached)],
    atLast: [],
  }),
  direct: (reached) => ({
    beforeRestore: [
      pauseGitOpsStep(
        reached,
        'without Git the engine may not be there; where it is, it must not work at the same time',
      ),
      deliverStep(reached, 'before-restore'),
    ],
    afterRestore: [deliverStep(reached, 'all')],
    atLast: [gitBackStep(reached), handOverStep(reached), resumeGitOpsStep(reached), syncStep(reached, true)],
  }),
};

/** What must hold of the tree before a cluster is made again from it. */
export const rebuildGuards = (site: string, delivery: RebuildDelivery = 'gitops'): readonly Guard<RecoveryContext>[] =>
  delivery === 'direct' ? [treeGuard(site)] : [];

/** Steps that make a cluster again: Terraform makes it, Velero brings back what Git does not know, Git all the rest. */
export const rebuildSteps = (reached: ReachedSite, scope: RecoveryScope, delivery: RebuildDelivery = 'gitops') => {
  const { site, cluster } = reached;
  const { beforeRestore, afterRestore, atLast } = deliveries[delivery](reached);
  const stacks = ['network', 'cluster', 'data', 'platform', 'gitops'].map((stack) => `${site.name}-${stack}`);
  return [
    peopleStep({
      id: `make-cluster-${site.name}`,
      title: `Make the cluster of ${site.name}`,
      owner: 'platform-on-call',
      what: `cdktf deploy ${stacks.join(' ')}, in this order; databases and buckets that are left stay as they are`,
      timeoutMinutes: 180,
      expectedMinutes: 60,
      asks: [site.name],
      shows: [{ program: 'cdktf', args: ['deploy', ...stacks], reaches: site.name }],
      verify: {
        summary: 'the API server answers who signs in anew',
        commands: reached.commands.clusterCredentials(site, cluster.kubeconfig),
        check: async ({ commands }) => {
          for (const command of reached.commands.clusterCredentials(site, cluster.kubeconfig)) {
            const { exitCode, stderr } = await commands.run(command, { timeoutMs: 60_000 });
            if (exitCode !== 0) return { holds: false, untouched: true, saw: stderr.trim() };
          }
          const { exitCode, stdout } = await commands.run(kubectl(cluster, ['get', '--raw', '/readyz']), {
            timeoutMs: 60_000,
          });
          return {
            holds: exitCode === 0 && stdout.trim() === 'ok',
            untouched: true,
            saw: `API server: ${stdout.trim()}`,
          };
        },
      },
      whenItFails: 'Mend what Terraform says, and deploy again: each stack goes on where it stopped',
    }),
    ...beforeRestore,
    ...veleroSteps(reached, site.name, scope.stamp),
    ...afterRestore,
    ...namespacesOf(reached).map((namespace) => answersStep(reached, namespace)),
    ...(site.services.featureStore ? [materialiseStep(reached, scope.stamp)] : []),
    ...atLast,
  ];
};

/** A cluster is gone or not to be trusted, and its databases and buckets are there. */
export const clusterRebuild: Runbook<RecoveryContext, ClusterRebuildInput> = {
  name: 'cluster-rebuild',
  title: 'Make the cluster of a site again, from Git and its backups',
  when: 'The cluster of a site is lost, broken beyond repair or not to be trusted; its databases and buckets are there.',
  lost: () => [],
  guards: ({ site, delivery }) => rebuildGuards(site, delivery),
  steps: ({ scope, site, delivery }) => rebuildSteps(siteOf(scope, site), scope, delivery),
};
