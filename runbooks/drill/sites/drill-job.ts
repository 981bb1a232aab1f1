import type { Command } from '../../../constructs/contracts/command';
import { kubectl, printed, type ReachedCluster } from '../../../constructs/kubernetes/recovery-commands';
import { ask, drillLabel, type SiteContext, until } from './copied-store';

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly [key: string]: unknown;
}

export interface Container {
  readonly name: string;
  readonly env?: readonly Variable[];
  readonly args?: readonly string[];
  readonly [key: string]: unknown;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly [key: string]: unknown;
}

/** As far as a drill reads it. */
export interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: { readonly metadata?: object; readonly spec: PodSpec };
        readonly [key: string]: unknown;
      };
    };
  };
}

export interface DrillJob {
  readonly cluster: ReachedCluster;
  readonly namespace: string;
  /** The rendered CronJob whose identity, secrets and ways it has. */
  readonly from: string;
  readonly name: string;
  /** Runs in the container that reaches the database, in place of what that does. Default: the job as it is. */
  readonly script?: string;
  /** Other values of variables that containers have. */
  readonly env?: Readonly<Record<string, string>>;
  /** It is ended after so long, so that nothing of an interrupted drill stays. */
  readonly deadlineSeconds: number;
}

const isClient = ({ env = [] }: Container): boolean => env.some(({ name }) => name === 'PGDATABASE');

/** The pod with another script: what stands before the client stays, as it fetches what the client reads. */
function scripted({ initContainers = [], containers, ...pod }: PodSpec, script: string): PodSpec {
  const all = [...initContainers, ...containers];
  const at = all.findIndex(isClient);
  const client = all[at];
  if (!client) throw new Error('no container of the job reaches the database');
  return { ...pod, initContainers: all.slice(0, at), containers: [{ ...client, args: [script] }] };
}

const withValues = (container: Container, values: Readonly<Record<string, string>>): Container => ({
  ...container,
  env: container.env?.map((one) =>
    values[one.name] === undefined ? one : { name: one.name, value: values[one.name] },
  ),
});

/** A job of a drill, after a rendered one. */
export function drillJob({ spec }: CronJob, props: Omit<DrillJob, 'cluster' | 'from'>) {
  const { namespace, name, script, env = {}, deadlineSeconds } = props;
  const { template, ...job } = spec.jobTemplate.spec;
  const { initContainers = [], ...pod } = script === undefined ? template.spec : scripted(template.spec, script);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels: { [drillLabel]: 'made' } },
    spec: {
      ...job,
      activeDeadlineSeconds: deadlineSeconds,
      template: {
        ...template,
        spec: {
          ...pod,
          initContainers: initContainers.map((one) => withValues(one, env)),
          containers: pod.containers.map((one) => withValues(one, env)),
        },
      },
    },
  };
}

const readsFrom = ({ cluster, namespace, from }: DrillJob): Command =>
  kubectl(cluster, ['--namespace', namespace, 'get', `cronjob/${from}`, '--output', 'json']);

const creates = ({ cluster }: DrillJob, job: object): Command =>
  kubectl(cluster, ['create', '--filename', '-'], { stdin: JSON.stringify(job) });

/** What `--plan` shows of a job. */
export const plannedJob = (job: DrillJob): readonly Command[] => [
  readsFrom(job),
  kubectl(job.cluster, [
    'create',
    '--filename',
    `<a job after cronjob/${job.from}${job.script === undefined ? '' : `, with the script: ${job.script}`}>`,
  ]),
];

export async function startJob(context: SiteContext, job: DrillJob): Promise<void> {
  const cronJob = JSON.parse(await ask(context, readsFrom(job))) as CronJob;
  await ask(context, creates(job, drillJob(cronJob, job)));
}

/**
 * Runs a job to its end, and gives what its pod printed.
 * @throws Error where it does not end in time
 */
export async function runJob(
  context: SiteContext,
  job: DrillJob,
): Promise<{ readonly fine: boolean; readonly text: string }> {
  const { cluster, namespace, name, deadlineSeconds } = job;
  await startJob(context, job);
  const conditions = '{range .status.conditions[?(@.status=="True")]}{.type} {end}';
  const state = printed(cluster, { namespace, what: `job/${name}` }, conditions);
  const ended = await until(context, deadlineSeconds / 60 + 1, async () => {
    const said = await ask(context, state);
    return /\b(Complete|Failed)\b/.exec(said)?.[1];
  });
  if (ended === undefined) throw new Error(`the job ${name} of ${namespace} did not end`);
  return {
    fine: ended === 'Complete',
    text: await ask(context, kubectl(cluster, ['--namespace', namespace, 'logs', `job/${name}`])),
  };
}

export const removeJobs = (cluster: ReachedCluster, namespace: string): Command =>
  kubectl(cluster, ['--namespace', namespace, 'delete', 'jobs', '--selector', drillLabel]);
