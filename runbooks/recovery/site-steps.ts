import { gitopsController, gitopsNamespace } from '../../charts/gitops/names';
import type { CheckedCommands } from '../../constructs/contracts/recovery-commands';
import { kubectl, printed, scaled } from '../../constructs/kubernetes/recovery-commands';
import { printedBy } from '../engine/command';
import type { Found, Step, StepCheck, StepFacts } from '../engine/step';
import type { ReachedSite, RecoveryContext, StatedRoles } from './recovery-scope';

export type RecoveryStep = Step<RecoveryContext>;

/** What a step says beside what its commands are. */
type StepWords = Pick<RecoveryStep, 'id' | 'title' | 'owner' | 'timeoutMinutes' | 'again' | 'whenItFails'> &
  Partial<RecoveryStep>;

/** Required of a site, unless the step may fail. */
export const checkedStep = (words: StepWords, { commands, check, undo }: CheckedCommands): RecoveryStep => ({
  reaches: [...new Set([...commands, check.command].flatMap(({ reaches = [] }) => reaches))].map((name) => ({
    name,
    required: words.mayFail === undefined,
  })),
  action: { commands },
  verify: check,
  ...(undo ? { undo: { commands: undo } } : {}),
  ...words,
});

/** Signs kubectl in to the cluster of a site. */
export const signInStep = ({ site, commands, cluster }: ReachedSite, mayFail?: string): RecoveryStep =>
  checkedStep(
    {
      id: `sign-in-${site.name}`,
      title: `Sign in to the cluster of ${site.name}`,
      owner: 'platform-on-call',
      timeoutMinutes: mayFail === undefined ? 5 : 1,
      expectedMinutes: 1,
      again: 'harmless',
      whenItFails: `Sign in to the cloud of ${site.name}, and reach its network (VPN)`,
      ...(mayFail === undefined ? {} : { mayFail }),
    },
    {
      commands: commands.clusterCredentials(site, cluster.kubeconfig),
      check: { command: kubectl(cluster, ['get', '--raw', '/readyz']), expects: /^ok$/m, says: 'API server' },
    },
  );

const controllerOf = ({ site: { gitops } }: ReachedSite) => ({
  namespace: gitopsNamespace[gitops.engine],
  what: gitopsController[gitops.engine],
});

/** Otherwise it would take back what the next steps do: Git still says what was before. */
export const pauseGitOpsStep = (reached: ReachedSite, mayFail?: string): RecoveryStep => {
  const paused = scaled(reached.cluster, controllerOf(reached), 0);
  const { undo: _, ...running } = scaled(reached.cluster, controllerOf(reached), 1);
  return checkedStep(
    {
      id: `pause-gitops-${reached.site.name}`,
      title: `Pause GitOps on ${reached.site.name}`,
      owner: 'platform-on-call',
      timeoutMinutes: mayFail === undefined ? 3 : 1,
      expectedMinutes: 1,
      again: 'harmless',
      lasts: false,
      whenItFails: `Scale ${gitopsController[reached.site.gitops.engine]} to 0 by hand`,
      ...(mayFail === undefined ? {} : { mayFail }),
    },
    { ...paused, undo: running.commands },
  );
};

export const resumeGitOpsStep = (reached: ReachedSite, needs?: RecoveryStep['needs']): RecoveryStep =>
  checkedStep(
    {
      id: `resume-gitops-${reached.site.name}`,
      title: `Let GitOps go on on ${reached.site.name}`,
      owner: 'platform-on-call',
      timeoutMinutes: 3,
      expectedMinutes: 1,
      again: 'harmless',
      afterwards: true,
      whenItFails: `Scale ${gitopsController[reached.site.gitops.engine]} to 1 by hand`,
      ...(needs ? { needs } : {}),
    },
    scaled(reached.cluster, controllerOf(reached), 1),
  );

const deployments = (reached: ReachedSite, namespace: string) =>
  printed(
    reached.cluster,
    { namespace, what: 'deployments' },
    '{range .items[*]}{.metadata.name}={.spec.replicas} {end}',
  );

const replicasIn = (text: string): StepFacts =>
  Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .flatMap((pair) => {
        const [name = '', count = ''] = pair.split('=');
        return name === '' || count === '' ? [] : [[name, Number(count)] as const];
      }),
  );

const callOptions = ({ signal }: RecoveryContext) => ({ timeoutMs: 60_000, ...(signal ? { signal } : {}) });

interface Deployments {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly generation: number };
    readonly spec: { readonly replicas?: number };
    readonly status: { readonly observedGeneration?: number; readonly availableReplicas?: number };
  }[];
}

/**
 * Every deployment of a namespace has the replicas that it asks for, by what was seen since it was last changed.
 * @param started names of those that must ask for one at least. Default: one that rests on purpose is well
 */
export function answering(
  { cluster }: ReachedSite,
  namespace: string,
  started: (found: Found) => readonly string[] = () => [],
): StepCheck<RecoveryContext> {
  const read = kubectl(cluster, ['--namespace', namespace, 'get', 'deployments', '--output', 'json']);
  return {
    summary: `every deployment of ${namespace} has its replicas`,
    commands: [read],
    check: async (context, found) => {
      const { items } = JSON.parse(await printedBy(context.commands, read, callOptions(context))) as Deployments;
      const wanted = new Set(started(found));
      const open = items.flatMap(({ metadata: { name, generation }, spec: { replicas = 1 }, status }) => {
        const { observedGeneration = 0, availableReplicas = 0 } = status;
        const rests = replicas === 0 && wanted.has(name);
        return rests || observedGeneration < generation || availableReplicas < replicas
          ? [`${name} ${availableReplicas} of ${Math.max(replicas, rests ? 1 : 0)}`]
          : [];
      });
      return { holds: open.length === 0, saw: open.join(', ') || `${items.length} deployments answer` };
    },
  };
}

/** Nothing of a service uses its stores: they are about to be replaced. Three steps, the last one much later. */
export function serviceStop(reached: ReachedSite, namespace: string) {
  const { site, cluster } = reached;
  const words = { owner: 'platform-on-call', reaches: [{ name: site.name, required: true }] } as const;
  const noteId = `note-replicas-${namespace}-${site.name}`;
  const replicas = deployments(reached, namespace);
  const note: RecoveryStep = {
    ...words,
    id: noteId,
    together: 'note replicas',
    title: `Note how many replicas ${namespace} has on ${site.name}`,
    timeoutMinutes: 2,
    expectedMinutes: 1,
    again: 'harmless',
    lasts: false,
    action: {
      summary: 'write the replicas of every deployment into the journal',
      commands: [replicas],
      run: async (context) => replicasIn(await printedBy(context.commands, replicas, callOptions(context))),
    },
    verify: {
      summary: 'they are in the journal',
      check: async (_, found) => ({
        holds: found[noteId] !== undefined,
        untouched: true,
        saw: 'replicas in the journal',
      }),
    },
    whenItFails: `Look at the deployments of ${namespace}`,
  };
  const stop: RecoveryStep = {
    ...words,
    id: `stop-${namespace}-${site.name}`,
    together: 'stop services',
    title: `Stop ${namespace} on ${site.name}`,
    timeoutMinutes: 10,
    expectedMinutes: 2,
    again: 'harmless',
    lasts: false,
    action: {
      commands: [kubectl(cluster, ['--namespace', namespace, 'scale', 'deployments', '--all', '--replicas=0'])],
    },
    verify: {
      command: kubectl(cluster, [
        '--namespace',
        namespace,
        'get',
        'deployments',
        '--output',
        'jsonpath={range .items[?(@.status.replicas)]}{.metadata.name} {end}all-else-rests',
      ]),
      expects: /^all-else-rests$/m,
      says: `deployments of ${namespace} that still run`,
    },
    whenItFails: `Look what keeps pods of ${namespace} from ending`,
  };
  const start: RecoveryStep = {
    ...words,
    id: `start-${namespace}-${site.name}`,
    together: 'start services',
    title: `Start ${namespace} on ${site.name}`,
    timeoutMinutes: 30,
    expectedMinutes: 5,
    again: 'harmless',
    action: {
      summary: 'give every deployment the replicas that it had, at least one; machines are made for what waits',
      run: async (context, tell, found) => {
        for (const [name, count] of Object.entries(found[noteId] ?? {})) {
          const wanted = Math.max(1, Number(count));
          tell(`${name}: ${wanted}`);
          const [command] = scaled(cluster, { namespace, what: `deployment/${name}` }, wanted).commands;
          if (command) await printedBy(context.commands, command, callOptions(context));
        }
        return undefined;
      },
    },
    verify: answering(reached, namespace, (found) => Object.keys(found[noteId] ?? {})),
    whenItFails: `Look at the events of ${namespace}: \`kubectl --namespace ${namespace} get events\``,
  };
  // The way back of a stop is the start.
  return { note, stop: { ...stop, undo: start.action }, start };
}

/** Everything of a namespace answers. */
export const answersStep = (reached: ReachedSite, namespace: string): RecoveryStep => ({
  id: `answers-${namespace}-${reached.site.name}`,
  together: 'services answer',
  title: `Wait until ${namespace} answers on ${reached.site.name}`,
  owner: 'platform-on-call',
  timeoutMinutes: 40,
  expectedMinutes: 10,
  reaches: [{ name: reached.site.name, required: true }],
  again: 'harmless',
  action: { summary: 'machines are made for pods that wait; nothing has to be done', run: async () => undefined },
  verify: answering(reached, namespace),
  whenItFails: `Look at the events of ${namespace}: \`kubectl --namespace ${namespace} get events\``,
});

const seen = (stated: StatedRoles, wanted: StatedRoles) => ({
  holds: stated.primary === wanted.primary && stated.lineage >= wanted.lineage,
  saw: `the file calls ${stated.primary} primary, by recovery.lineage ${stated.lineage}`,
});

/**
 * Git is told last: what people review is what runs already. The lineage goes with the role: archives of databases begin anew
 * with it, so that nobody writes into what the old primary left.
 */
export const stateRolesStep = (environment: string, wanted: StatedRoles): RecoveryStep => ({
  id: 'state-roles',
  afterwards: true,
  title: `Say in Git that ${wanted.primary} is the primary`,
  owner: 'platform-on-call',
  timeoutMinutes: 240,
  expectedMinutes: 30,
  reaches: [{ name: 'git', required: true }],
  again: 'harmless',
  action: {
    summary: `people change the roles in environments/${environment}.ts (${wanted.primary}: primary, the others: standby; recovery.lineage: ${wanted.lineage}), build, review and merge`,
    run: async () => undefined,
  },
  verify: {
    summary: `the environment file calls ${wanted.primary} primary, by lineage ${wanted.lineage}`,
    check: async (context) => ({ ...seen(await context.statedRoles(), wanted), untouched: true }),
  },
  whenItFails: 'Change the roles by hand, and merge',
});

export const rolesAreStated = (wanted: StatedRoles): NonNullable<RecoveryStep['needs']> => ({
  summary: `the environment file calls ${wanted.primary} primary, by lineage ${wanted.lineage}`,
  check: async (context) => {
    const { holds, saw } = seen(await context.statedRoles(), wanted);
    return { holds, saw: `${saw}: GitOps would take back what was done` };
  },
});
