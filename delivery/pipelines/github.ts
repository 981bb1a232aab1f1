import { dump } from 'js-yaml';
import type { CiRunner } from '../../constructs/contracts/ci-sign-in';
import type { Environment } from '../../environments/model/resolve-environment';
import { actions, type PinnedAction, pinnedVersions, signInActions } from './pinned-actions';
import type { Pipeline, PipelineIdentity, PipelineJob, PipelineProposal, PipelineTrigger } from './pipeline';
import { type PipelinePlatform, type TrustedRun, trustedRun, writtenBy } from './platform';
import { askedByVariable } from './promotion-pipelines';
import { checkLines, committer, mergeLines, pushLines } from './proposal-lines';
import { shellLine } from './shell-line';
import { signInOf } from './sign-ins';
import { withoutIds } from './subject-findings';

type Step = Readonly<Record<string, unknown>>;

const issuer = 'https://token.actions.githubusercontent.com';

/** What GitHub fills in before a job begins. */
const expression = (text: string): string => `\${{ ${text} }}`;

/** Runs of people's machines may be named by a variable: those that reach private API servers. */
const runsOn = { any: 'ubuntu-24.04', inside: expression("vars.EVENKEEL_RUNNER || 'ubuntu-24.04'") } as const;

/** The actions keep tokens and files to themselves. */
const runner: CiRunner = {
  tokenFile: '',
  credentialsFile: '',
  variable: (name) => expression(`vars.${name}`),
};

/** Terraform as its own, without the wrapper that would change what it prints. */
const terraformVersion = '1.11.4';

const trustOf = ({ trust }: TrustedRun, { part }: PipelineIdentity): string =>
  withoutIds(part === 'plan' ? trust.planSubject : trust.applySubject);

/** The environment of GitHub that a trusted subject names; `undefined`: it names none. */
const environmentIn = (subject: string): string | undefined => /^repo:[^:]+:environment:([\w.-]+)$/.exec(subject)?.[1];

/** Where a trigger finds the run. */
const refOf: { readonly [T in PipelineTrigger['on']]: (trigger: PipelineTrigger) => string } = {
  'pull-request': () => 'pull_request',
  push: (trigger) => `ref:refs/heads/${'branches' in trigger ? trigger.branches[0] : 'main'}`,
  schedule: () => 'ref:refs/heads/main',
  manual: () => 'ref:refs/heads/main',
};

const use = ({ uses }: PinnedAction, inputs: Readonly<Record<string, unknown>> = {}): Step => ({
  uses,
  ...(Object.keys(inputs).length > 0 ? { with: inputs } : {}),
});

function triggerOf(trigger: PipelineTrigger): Step {
  switch (trigger.on) {
    case 'pull-request':
      return { pull_request: { branches: trigger.branches, ...(trigger.paths ? { paths: trigger.paths } : {}) } };
    case 'push':
      return { push: { branches: trigger.branches, ...(trigger.paths ? { paths: trigger.paths } : {}) } };
    case 'schedule':
      return { schedule: [{ cron: trigger.cron }] };
    case 'manual':
      return { workflow_dispatch: {} };
  }
}

const signInSteps = (identity: PipelineIdentity): Step[] =>
  identity.sites.map((site) => ({
    name: `Sign in to ${site.name}`,
    ...use(signInActions[site.cloud], signInOf(site, identity.part, runner).inputs),
  }));

/** The token is had by the last step only; no command of a dependency runs beside it. */
const proposeSteps = (proposal: PipelineProposal): Step[] => [
  { name: 'Check what is proposed', run: checkLines(proposal).join('\n') },
  {
    name: 'Propose',
    env: { GH_TOKEN: expression('github.token'), BRANCH: proposal.branch, INTO: proposal.into },
    run: ['gh auth setup-git', ...pushLines(proposal), 'gh pr create --base "$INTO" --head "$BRANCH" --fill'].join(
      '\n',
    ),
  },
];

const mergeSteps = (proposal: PipelineProposal): Step[] => mergeLines(proposal).map((line) => ({ run: line }));

const runSteps = (job: PipelineJob, { branch }: Pipeline): Step[] => [
  use(actions.checkout, {
    'persist-credentials': false,
    ...(branch === undefined ? {} : { ref: branch }),
    ...(job.proposes ? { 'fetch-depth': 0 } : {}),
  }),
  ...(job.proposes ? mergeSteps(job.proposes) : []),
  use(actions.node, { 'node-version': 24, cache: 'npm' }),
  ...(job.identity
    ? [
        use(actions.terraform, { terraform_version: terraformVersion, terraform_wrapper: false }),
        ...signInSteps(job.identity),
      ]
    : []),
  ...job.commands.map((command) => ({ run: shellLine(command) })),
  ...(job.proposes ? proposeSteps(job.proposes) : []),
  ...(job.keeps
    ? [
        {
          if: expression('!cancelled()'),
          ...use(actions.upload, { name: job.id, path: job.keeps.join('\n'), 'retention-days': 30 }),
        },
      ]
    : []),
];

/** What is written into the discussion is cut where GitHub takes no more. */
const commentSteps: readonly Step[] = [
  use(actions.download, { path: 'files' }),
  {
    name: 'Comment',
    env: {
      GH_REPO: expression('github.repository'),
      GH_TOKEN: expression('github.token'),
      NUMBER: expression('github.event.pull_request.number'),
    },
    run: [
      'find files -name "*.md" | sort | xargs cat | head --bytes=60000 > comment.md',
      'gh pr comment "$NUMBER" --body-file comment.md',
    ].join('\n'),
  },
];

/** Nobody from outside gets a token: a fork's pull request has no identity, and nothing to say with it. */
const notOfFork = 'github.event.pull_request.head.repo.full_name == github.repository';

/** Approvals are asked for by the environment itself at each job that names it, so jobs that only approve are left out. */
const neededBy = (job: PipelineJob, { jobs }: Pipeline): string[] =>
  job.needs.flatMap((id) => {
    const before = jobs.find((one) => one.id === id);
    return before?.kind === 'approve' ? neededBy(before, { jobs } as Pipeline) : [id];
  });

/** Environment whose approvers GitHub asks before a job that signs in nowhere. */
const askedBefore = (job: PipelineJob, { jobs }: Pipeline): string | undefined =>
  jobs.find(({ id, kind }) => kind === 'approve' && job.needs.includes(id))?.environment;

/** Each job has what it needs: a token of a cloud and a right to write are never had by the same one. */
function permissionsOf(job: PipelineJob): Readonly<Record<string, string>> {
  if (job.kind === 'comment') return { 'pull-requests': 'write' };
  if (job.proposes) return { contents: 'write', 'pull-requests': 'write' };
  return { contents: 'read', ...(job.identity ? { 'id-token': 'write' } : {}) };
}

/** Where the noreply address of GitHub stands for whoever started a run. */
const actor = `${expression('github.actor_id')}+${expression('github.actor')}@users.noreply.github.com`;

function jobOf(job: PipelineJob, pipeline: Pipeline, runs: ReadonlyMap<string, TrustedRun>): Step {
  const discussed = pipeline.triggers.some(({ on }) => on === 'pull-request');
  const needs = neededBy(job, pipeline);
  const run = job.identity && runs.get(job.identity.environment);
  const environment = run && job.identity ? environmentIn(trustOf(run, job.identity)) : askedBefore(job, pipeline);
  const comment = job.kind === 'comment';
  const beside = Object.assign(
    {},
    ...(job.identity?.sites.map((site) => signInOf(site, job.identity?.part ?? 'plan', runner).besideAction ?? {}) ??
      []),
    Object.fromEntries((job.secrets ?? []).map((name) => [name, expression(`secrets.${name}`)])),
    Object.fromEntries((job.settings ?? []).map((name) => [name, expression(`vars.${name}`)])),
    job.proposes ? { ...committer(job.proposes), [askedByVariable]: actor } : {},
  ) as Record<string, string>;
  return {
    name: job.title,
    ...(discussed && (job.identity || comment)
      ? { if: comment ? expression(`!cancelled() && ${notOfFork}`) : notOfFork }
      : {}),
    ...(needs.length > 0 ? { needs } : {}),
    'runs-on': job.identity || job.settings ? runsOn.inside : runsOn.any,
    'timeout-minutes': job.minutes,
    ...(environment ? { environment } : {}),
    permissions: permissionsOf(job),
    ...(Object.keys(beside).length > 0 ? { env: beside } : {}),
    steps: comment ? commentSteps : runSteps(job, pipeline),
  };
}

const workflowOf = (pipeline: Pipeline, runs: ReadonlyMap<string, TrustedRun>) => ({
  name: pipeline.title,
  on: Object.assign({}, ...pipeline.triggers.map(triggerOf)) as Step,
  permissions: {},
  concurrency: pipeline.group
    ? { group: pipeline.group, 'cancel-in-progress': false }
    : { group: `${expression('github.workflow')}-${expression('github.ref')}`, 'cancel-in-progress': true },
  defaults: { run: { shell: 'bash' } },
  jobs: Object.fromEntries(
    pipeline.jobs.filter(({ kind }) => kind !== 'approve').map((job) => [job.id, jobOf(job, pipeline, runs)]),
  ),
});

/** Who reads it sees which release a commit is. */
const withVersions = (text: string): string =>
  text.replaceAll(/(uses: )(\S+)$/gm, (line, _, uses: string) => {
    const version = pinnedVersions.get(uses);
    return version ? `${line} # ${version}` : line;
  });

/** One workflow a pipeline. */
export const github: PipelinePlatform = {
  byGraph: false,
  plansBeforeMerge: true,
  issuer,
  issues: ({ trust }) => trust.issuer === issuer || trust.issuer.startsWith(`${issuer}/`),
  subject: (run, { identity }, trigger) => {
    const environment = identity && environmentIn(trustOf(run, identity));
    return `repo:${run.repository}:${environment ? `environment:${environment}` : refOf[trigger.on](trigger)}`;
  },
  trustable: ({ repository, environment: { name } }) => ({
    planSubject: `repo:${repository}:environment:${name}-plan`,
    applySubject: `repo:${repository}:environment:${name}`,
  }),
  render: (pipelines, environments: readonly Environment[]) => {
    const runs = new Map(
      environments.map((one) => [one.name, trustedRun(one)]).filter(([, run]) => run) as [string, TrustedRun][],
    );
    return Object.fromEntries(
      pipelines.map((pipeline) => [
        `.github/workflows/${pipeline.name}.yml`,
        writtenBy('github') + withVersions(dump(workflowOf(pipeline, runs), { lineWidth: -1, noRefs: true })),
      ]),
    );
  },
};
