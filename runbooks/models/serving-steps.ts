import { kubectl, type ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import { serving } from '../../services';
import { type Command, printedBy } from '../engine/command';
import type { Tell } from '../engine/step';
import { RunbookFailure } from '../runbook-failure';
import { callMs, type ModelContext, type ModelMove, type ModelStep, owner, type ServingSite } from './model-move';
import { record } from './model-records';
import { lead } from './registry-steps';
import type { ServedWorkload } from './served-workloads';
import { addressIn, type WorkloadObject, type WorkloadState, workloadState } from './workload-state';

const pollMs = 5000;

export const signInStep = ({ cluster: { site, kubeconfig }, signIn: commands }: ServingSite): ModelStep => ({
  id: `sign-in-${site}`,
  title: `Sign in to the cluster of ${site}`,
  owner: 'platform-on-call',
  timeoutMinutes: 5,
  expectedMinutes: 1,
  reaches: [{ name: site, required: true }],
  again: 'harmless',
  action: { commands },
  verify: {
    command: kubectl({ site, kubeconfig }, ['get', '--raw', '/readyz']),
    expects: /^ok$/m,
    says: 'API server',
  },
  whenItFails: `Sign in to the cloud of ${site}, and reach its network (VPN)`,
});

const { namespace } = serving;

const readCommand = (cluster: ReachedCluster, { watched }: ServedWorkload): Command =>
  kubectl(cluster, ['--namespace', namespace, 'get', watched, '--output', 'json']);

/**
 * Lets a Rollout go on without its analyses, as `kubectl argo rollouts promote --full` does. Only for a site that nobody asks:
 * its measurements would be without an answer for ever.
 */
const letThroughCommand = (cluster: ReachedCluster, { watched }: ServedWorkload): Command =>
  kubectl(cluster, [
    '--namespace',
    namespace,
    'patch',
    watched,
    '--subresource=status',
    '--type=merge',
    '--patch',
    JSON.stringify({ status: { promoteFull: true } }),
  ]);

/** What a workload is to have in it before its state says anything. */
type Asked = (object: WorkloadObject) => boolean;

async function stateOf(
  { commands, signal }: ModelContext,
  cluster: ReachedCluster,
  workload: ServedWorkload,
  isAsked: Asked,
): Promise<WorkloadState> {
  const text = await printedBy(commands, readCommand(cluster, workload), { timeoutMs: callMs, signal });
  return workloadState(JSON.parse(text) as WorkloadObject, isAsked);
}

/** Analyses that took a version back say by which promise. */
async function whyTakenBack({ commands }: ModelContext, cluster: ReachedCluster, workload: ServedWorkload) {
  const name = workload.watched.split('/')[1] ?? '';
  const path = '{range .items[?(@.status.phase=="Failed")]}{.metadata.name}: {.status.message}{"\\n"}{end}';
  const command = kubectl(cluster, [
    '--namespace',
    namespace,
    'get',
    'analysisruns.argoproj.io',
    '--sort-by=.metadata.creationTimestamp',
    '--output',
    `jsonpath=${path}`,
  ]);
  const lines = await printedBy(commands, command, { timeoutMs: callMs }).catch(() => '');
  return lines
    .split('\n')
    .filter((line) => line.startsWith(`${name}-`))
    .at(-1);
}

/** Follows a workload until it serves what it is to serve, or has given up: then callers have what they had. */
async function follow(
  context: ModelContext,
  move: ModelMove,
  {
    site: { cluster, asked },
    workload,
    isAsked,
    minutes,
  }: {
    readonly site: ServingSite;
    readonly workload: ServedWorkload;
    readonly isAsked: Asked;
    readonly minutes: number;
  },
  tell: Tell,
): Promise<void> {
  const { clock, signal } = context;
  const until = clock.now().getTime() + minutes * 60_000;
  let last = '';
  for (;;) {
    const { how, saw } = await stateOf(context, cluster, workload, isAsked);
    if (saw !== last) tell(`${cluster.site}: ${saw}`);
    last = saw;
    if (how === 'there') return;
    if (how === 'unjudged' && !asked) {
      tell(`${cluster.site}: nobody asks here; the version kept its promises where they do, and goes on`);
      await printedBy(context.commands, letThroughCommand(cluster, workload), { timeoutMs: callMs });
    }
    if (how === 'failed') {
      const why = (await whyTakenBack(context, cluster, workload)) ?? saw;
      await record(context, move, 'canary-failed', `${cluster.site}: ${why}`);
      throw new RunbookFailure('CANARY_FAILED', `${workload.watched} of ${cluster.site}`, why);
    }
    if (clock.now().getTime() >= until)
      throw new RunbookFailure('STEP_TIMEOUT', `${workload.watched} of ${cluster.site}`, saw);
    await clock.pause(pollMs, signal);
  }
}

/** For a person to merge what was committed, and GitOps to bring it. */
const mergeMinutes = 60;
const loadMinutes = 30;

/** Git leads it: what was committed is merged, brought by GitOps and tried by its canary. */
export function followStep(move: ModelMove, site: ServingSite, workload: ServedWorkload): ModelStep {
  const { cluster } = site;
  const minutes = mergeMinutes + loadMinutes + workload.canaryMinutes * 2;
  const isAsked: Asked = (object) => addressIn(object, workload.loaded) === `models:/${move.model}/${move.version}`;
  return {
    id: `follow-${cluster.site}-${workload.place.replaceAll('.', '-')}`,
    title: `Wait until ${workload.watched} of ${cluster.site} serves version ${move.version}: merge the commit, GitOps brings it`,
    owner,
    timeoutMinutes: minutes,
    expectedMinutes: 10 + workload.canaryMinutes,
    reaches: [{ name: cluster.site, required: true }],
    again: 'harmless',
    action: {
      summary: workload.canaryMinutes > 0 ? 'follows the canary: its analyses decide' : 'follows the new pods',
      commands: [readCommand(cluster, workload)],
      run: async (context, tell) => {
        await follow(context, move, { site, workload, isAsked, minutes }, tell);
        return undefined;
      },
    },
    verify: {
      summary: `pods serve version ${move.version}`,
      check: async (context) => {
        const { how, saw } = await stateOf(context, cluster, workload, isAsked);
        return { holds: how === 'there', saw };
      },
    },
    whenItFails: 'Look at the Rollout and its AnalysisRuns; take the version back with `--undo`',
  };
}

const loadedNote = 'evenkeel.dev/loaded-model';

/** New pods load what the alias leads to. */
export function reloadStep(move: ModelMove, site: ServingSite, workload: ServedWorkload): ModelStep {
  const { cluster } = site;
  const { what, path } = workload.patched;
  const noted = (value: string, at = cluster): Command => {
    const annotations = { [loadedNote]: value };
    const spec = path === 'template' ? { template: { metadata: { annotations } } } : { predictor: { annotations } };
    return kubectl(at, ['--namespace', namespace, 'patch', what, '--type=merge', '--patch', JSON.stringify({ spec })]);
  };
  const note = (version: number | null) => `${move.model}-${version ?? 'none'}-${move.begun}`;
  /** One site that fails takes the version back everywhere: pods that are replaced by chance would load it. */
  const leadAllBack = async (context: ModelContext, tell: Tell): Promise<void> => {
    if (move.before === null) return;
    await lead(context, move.model, move.alias, move.aliased ? move.before : null);
    tell(`${move.alias} leads back to version ${move.before}`);
    const reached = move.sites.slice(0, move.sites.findIndex((one) => one.cluster.site === cluster.site) + 1);
    for (const one of reached) {
      await printedBy(context.commands, noted(note(move.before), one.cluster), { timeoutMs: callMs });
      tell(`${one.cluster.site}: pods load version ${move.before} again`);
    }
  };
  const isAsked: Asked = ({ spec }) => spec?.template?.metadata?.annotations?.[loadedNote] === note(move.version);
  return {
    id: `reload-${cluster.site}-${workload.place.replaceAll('.', '-')}`,
    title: `Have new pods of ${workload.watched} of ${cluster.site} load ${move.alias}`,
    owner,
    timeoutMinutes: loadMinutes,
    expectedMinutes: 5,
    reaches: [{ name: cluster.site, required: true }],
    again: 'harmless',
    action: {
      summary: 'marks the pods, so that they are replaced one by one, and follows them',
      commands: [noted(note(move.version)), readCommand(cluster, workload)],
      run: async (context, tell) => {
        await printedBy(context.commands, noted(note(move.version)), { timeoutMs: callMs });
        try {
          await follow(context, move, { site, workload, isAsked, minutes: loadMinutes }, tell);
        } catch (error) {
          if (error instanceof RunbookFailure && error.code === 'CANARY_FAILED') await leadAllBack(context, tell);
          throw error;
        }
        return undefined;
      },
    },
    verify: {
      summary: 'all pods are new and ready',
      check: async (context) => {
        const { how, saw } = await stateOf(context, cluster, workload, isAsked);
        return { holds: how === 'there', untouched: how === 'waiting', saw };
      },
    },
    undo: {
      summary: `leads ${move.alias} back, and has pods load that`,
      commands: [noted(note(move.before))],
      run: async (context) => {
        // Pods that come now would load the version that is taken back.
        await lead(context, move.model, move.alias, move.aliased ? move.before : null);
        await printedBy(context.commands, noted(note(move.before)), { timeoutMs: callMs });
        return undefined;
      },
    },
    whenItFails: 'Look why new pods are not ready; take the version back with `--undo`',
  };
}
