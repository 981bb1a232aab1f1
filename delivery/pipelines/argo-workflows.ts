import { dump } from 'js-yaml';
import type { Environment } from '../../environments/model/resolve-environment';
import { accountsIn, argoNamespace, defaultNamespace, executorObjects, looker, subjectOf } from './argo-accounts';
import { fleetObjects } from './argo-fleet';
import { type Template, type WorkflowSpec, workflowObject } from './argo-objects';
import { askedByParameter, runTemplate } from './argo-run-template';
import type { Pipeline, PipelineJob } from './pipeline';
import { type PipelinePlatform, type TrustedRun, trustedRun, writtenBy } from './platform';

const templateOf = (job: PipelineJob, runs: ReadonlyMap<string, TrustedRun>): Template => {
  if (job.kind === 'approve') return { name: job.id, suspend: {} };
  const run = job.identity && runs.get(job.identity.environment);
  const account = run && job.identity ? subjectOf(run, job.identity.part)?.account : undefined;
  return runTemplate({ ...job, name: job.id, serviceAccountName: account ?? looker });
};

function specOf(pipeline: Pipeline, runs: ReadonlyMap<string, TrustedRun>): WorkflowSpec {
  const jobs = pipeline.jobs.filter(({ kind }) => kind !== 'comment');
  return {
    ...(pipeline.group ? { synchronization: { mutexes: [{ name: pipeline.group }] } } : {}),
    templates: [
      {
        name: 'main',
        dag: {
          tasks: jobs.map(({ id, needs }) => ({
            name: id,
            template: id,
            ...(needs.length > 0 ? { depends: needs.map((need) => `${need}.Succeeded`).join(' && ') } : {}),
          })),
        },
      },
      ...jobs.map((job) => templateOf(job, runs)),
    ],
  };
}

function objectsOf(
  pipeline: Pipeline,
  environments: readonly Environment[],
  runs: ReadonlyMap<string, TrustedRun>,
): object[] {
  const [first] = environments;
  const of = environments.find(({ name }) =>
    pipeline.jobs.some(({ identity, proposes }) => (identity ?? proposes)?.environment === name),
  );
  const run = of && runs.get(of.name);
  const repository = (of ?? first)?.config.gitops.repository ?? '';
  const parameters = {
    repository,
    revision: (of ?? first)?.config.gitops.revision ?? 'main',
    ...(pipeline.jobs.some(({ proposes }) => proposes) ? { [askedByParameter]: '' } : {}),
  };
  const namespace = run ? argoNamespace(run) : defaultNamespace;
  const template = workflowObject({ name: pipeline.name, namespace }, parameters, specOf(pipeline, runs));
  const schedules = pipeline.triggers.flatMap((trigger) => (trigger.on === 'schedule' ? [trigger.cron] : []));
  if (schedules.length === 0) return [template];
  return [
    template,
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'CronWorkflow',
      metadata: { name: pipeline.name, namespace },
      spec: {
        schedules,
        timezone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        workflowSpec: { workflowTemplateRef: { name: pipeline.name } },
      },
    },
  ];
}

const written = (objects: readonly object[]): string =>
  writtenBy('argo-workflows') + objects.map((one) => dump(one, { lineWidth: -1, noRefs: true })).join('---\n');

const folder = 'pipelines/argo-workflows';

/**
 * Templates, what starts them on a schedule, and the accounts that they run as. Whatever tells the cluster of a commit starts
 * `check` and `deploy-<environment>` with its `revision`.
 */
export const argoWorkflows: PipelinePlatform = {
  byGraph: true,
  plansBeforeMerge: false,
  issuer: 'the issuer of the cluster that runs the workflows',
  issues: ({ trust }) => new URL(trust.issuer).host !== 'token.actions.githubusercontent.com',
  subject: (run, { identity }) => {
    const found = identity && subjectOf(run, identity.part);
    return found && `system:serviceaccount:${found.namespace}:${found.account}`;
  },
  trustable: ({ environment: { name } }) => ({
    planSubject: `system:serviceaccount:${defaultNamespace}:${name}-plan`,
    applySubject: `system:serviceaccount:${defaultNamespace}:${name}-apply`,
  }),
  render: (pipelines, environments, graphs) => {
    const runs = new Map(
      environments.flatMap((one) => {
        const run = trustedRun(one);
        return run ? [[one.name, run] as const] : [];
      }),
    );
    return {
      [`${folder}/accounts.yaml`]: written([...executorObjects([...runs.values()]), ...accountsIn([...runs.values()])]),
      ...Object.fromEntries(
        pipelines.map((one) => [`${folder}/${one.name}.yaml`, written(objectsOf(one, environments, runs))]),
      ),
      ...Object.fromEntries(
        [...runs.values()].flatMap((run) => {
          const graph = graphs?.get(run.environment.name);
          return graph
            ? [[`${folder}/fleet-${run.environment.name}.yaml`, written(fleetObjects(run, graph))] as const]
            : [];
        }),
      ),
    };
  },
};
