import { dump } from 'js-yaml';
import type { CiRunner } from '../../constructs/contracts/ci-sign-in';
import type { Pipeline, PipelineIdentity, PipelineJob, PipelineProposal, PipelineTrigger } from './pipeline';
import { type PipelinePlatform, writtenBy } from './platform';
import { askedByVariable } from './promotion-pipelines';
import { checkLines, committer, credentialLine, fetchLines, mergeLines, pushLines } from './proposal-lines';
import { shellLine } from './shell-line';
import { signInOf } from './sign-ins';

type Words = Readonly<Record<string, unknown>>;

/** In the folder of the job, which Git ignores and the next job does not see. */
const folder = '$CI_PROJECT_DIR/.evenkeel/sign-in';

const runnerOf = (site: string): CiRunner => ({
  tokenFile: `${folder}/${site}.token`,
  credentialsFile: `${folder}/${site}.json`,
  variable: (name) => `$${name}`,
});

const tokenVariable = (site: string): string => `TOKEN_${site.toUpperCase().replaceAll('-', '_')}`;

/** A schedule of the project says by this variable which pipeline it starts; so does who starts one by hand. */
const chosen = 'EVENKEEL_PIPELINE';

const branchesIn = (branches: readonly string[], variable: string): string =>
  branches.map((branch) => `$${variable} == "${branch}"`).join(' || ');

const within = (condition: string, rest: Words, paths?: readonly string[]): Words => ({
  if: condition,
  ...(paths ? { changes: paths } : {}),
  ...rest,
});

function ruleOf(trigger: PipelineTrigger, { name }: Pipeline, rest: Words): Words {
  switch (trigger.on) {
    case 'pull-request': {
      const target = branchesIn(trigger.branches, 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME');
      return within(`$CI_PIPELINE_SOURCE == "merge_request_event" && (${target})`, rest, trigger.paths);
    }
    case 'push':
      return within(
        `$CI_PIPELINE_SOURCE == "push" && (${branchesIn(trigger.branches, 'CI_COMMIT_BRANCH')})`,
        rest,
        trigger.paths,
      );
    case 'schedule':
      return within(`$CI_PIPELINE_SOURCE == "schedule" && $${chosen} == "${name}"`, rest);
    case 'manual':
      return within(`$CI_PIPELINE_SOURCE == "web" && $${chosen} == "${name}"`, rest);
  }
}

/** Tokens lie in files that only the job can read; what is printed of a command never holds one. */
const signInLines = ({ part, sites }: PipelineIdentity): string[] => [
  'umask 077',
  `mkdir -p "${folder}"`,
  ...sites.flatMap((site) => {
    const runner = runnerOf(site.name);
    const { credentials } = signInOf(site, part, { ...runner, tokenFile: '%s' });
    return [
      `printf '%s' "$${tokenVariable(site.name)}" > "${runner.tokenFile}"`,
      ...(credentials
        ? [`printf '${JSON.stringify(credentials)}' "${runner.tokenFile}" > "${runner.credentialsFile}"`]
        : []),
    ];
  }),
];

const idTokens = ({ part, sites }: PipelineIdentity): Words =>
  Object.fromEntries(
    sites.map((site) => [tokenVariable(site.name), { aud: signInOf(site, part, runnerOf(site.name)).audience }]),
  );

const variablesOf = ({ part, sites }: PipelineIdentity): Words =>
  Object.assign({}, ...sites.map((site) => signInOf(site, part, runnerOf(site.name)).variables)) as Words;

/** With the token of the job, which the project must let push; no command has it as a word. */
const mergingLines = (proposal: PipelineProposal): string[] => [
  credentialLine('gitlab-ci-token', 'CI_JOB_TOKEN'),
  'git remote set-url origin "$CI_PROJECT_URL.git"',
  ...fetchLines(proposal),
  ...mergeLines(proposal),
];

const proposingLines = (proposal: PipelineProposal): string[] => [
  ...checkLines(proposal),
  ...pushLines(
    proposal,
    '--push-option=merge_request.create',
    `--push-option=merge_request.target=${proposal.into}`,
    '--push-option=merge_request.remove_source_branch',
  ),
];

/** The whole history: approvals and the age of a release are read from it. */
const proposingVariables = (proposal: PipelineProposal): Words => ({
  ...committer(proposal),
  GIT_DEPTH: '0',
  [askedByVariable]: '$GITLAB_USER_EMAIL',
});

const jobName = (pipeline: Pipeline, id: string): string => `${pipeline.name}:${id}`;

function jobOf(job: PipelineJob, pipeline: Pipeline): Words {
  const { identity, environment, keeps, proposes } = job;
  const approves = job.kind === 'approve';
  const rest = approves ? { when: 'manual', allow_failure: false } : {};
  return {
    stage: pipeline.name,
    needs: job.needs.map((id) => ({ job: jobName(pipeline, id) })),
    rules: pipeline.triggers.map((trigger) => ruleOf(trigger, pipeline, rest)),
    timeout: `${job.minutes} minutes`,
    ...(pipeline.group && !approves ? { resource_group: pipeline.group } : {}),
    // Who may say yes stands in the rules of the protected environment.
    ...(environment ? { environment: { name: environment, action: 'prepare' } } : {}),
    ...(identity
      ? { tags: ['$EVENKEEL_RUNNER'], id_tokens: idTokens(identity), variables: variablesOf(identity) }
      : {}),
    ...(proposes ? { tags: ['$EVENKEEL_RUNNER'], variables: proposingVariables(proposes) } : {}),
    script: approves
      ? ['echo approved']
      : [
          ...(identity ? signInLines(identity) : []),
          ...(proposes ? mergingLines(proposes) : []),
          ...job.commands.map(shellLine),
          ...(proposes ? proposingLines(proposes) : []),
        ],
    ...(keeps ? { artifacts: { when: 'always', access: 'developer', expire_in: '30 days', paths: keeps } } : {}),
  };
}

/** One file. Tokens of merge requests have the name of their branch in them, so no cloud can trust one: plans come after. */
export const gitlab: PipelinePlatform = {
  byGraph: false,
  plansBeforeMerge: false,
  issuer: 'the address of the GitLab that keeps the repository, such as https://gitlab.com',
  issues: ({ trust, environment }) => new URL(trust.issuer).host === new URL(environment.config.gitops.repository).host,
  subject: ({ repository, environment }, _, trigger) =>
    trigger.on === 'pull-request'
      ? undefined
      : `project_path:${repository}:ref_type:branch:ref:${environment.config.gitops.revision}`,
  trustable: ({ repository, environment }) => {
    const subject = `project_path:${repository}:ref_type:branch:ref:${environment.config.gitops.revision}`;
    return { planSubject: subject, applySubject: subject };
  },
  render: (pipelines) => {
    const head = {
      stages: pipelines.map(({ name }) => name),
      workflow: {
        rules: [
          { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
          { if: '$CI_PIPELINE_SOURCE == "push"' },
          { if: `$CI_PIPELINE_SOURCE == "schedule" && $${chosen}` },
          { if: `$CI_PIPELINE_SOURCE == "web" && $${chosen}` },
        ],
      },
      variables: { EVENKEEL_RUNNER: 'saas-linux-small-amd64' },
      // By its digest, in the variables of the project: with Node, Terraform, Git and the clouds' command lines.
      default: { image: '$EVENKEEL_IMAGE', interruptible: false },
    };
    const jobs = pipelines.flatMap((pipeline) =>
      pipeline.jobs
        .filter(({ kind }) => kind !== 'comment')
        .map((job) => [jobName(pipeline, job.id), jobOf(job, pipeline)] as const),
    );
    const crons = pipelines.flatMap(({ name, triggers }) =>
      triggers.flatMap((trigger) => (trigger.on === 'schedule' ? [`#   ${trigger.cron}  ${chosen}=${name}\n`] : [])),
    );
    const schedules = crons.length > 0 ? `# Schedules of the project, in UTC:\n${crons.join('')}` : '';
    const text = dump({ ...head, ...Object.fromEntries(jobs) }, { lineWidth: -1, noRefs: true });
    return { '.gitlab-ci.yml': writtenBy('gitlab') + schedules + text };
  },
};
