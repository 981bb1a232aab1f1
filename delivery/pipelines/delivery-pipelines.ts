import { type CloudSite, isSitePublicCloud } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import { drillPipelines } from './drill-pipelines';
import type { Pipeline, PipelineCommand, PipelineJob, PipelineTrigger } from './pipeline';
import { promotionPipelines } from './promotion-pipelines';

/** What the one model must know of where it runs. */
export interface PipelineSetting {
  /** Whether a token of a run on a pull request has a subject that is known beforehand: then plans stand in its discussion. */
  readonly plansBeforeMerge: boolean;
}

const evenkeel = (...words: PipelineCommand['words']): PipelineCommand => ({ program: 'evenkeel', words });
const install: PipelineCommand = { program: 'npm', words: ['ci', '--ignore-scripts'] };

const run = (job: Omit<PipelineJob, 'kind' | 'commands'>, ...commands: PipelineCommand[]): PipelineJob => ({
  ...job,
  kind: 'run',
  commands: [install, ...commands],
});

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** What only changes an environment starts its pipelines: its file, its lock, what was rendered. */
const pathsOf = ({ name }: Environment): string[] => [
  `environments/${name}.ts`,
  `environments/${name}.lock.json`,
  `dist/${name}/**`,
];

const cloudSites = ({ sites }: Environment): CloudSite[] => sites.filter(isSitePublicCloud);

/** Standbys go first: what breaks there breaks where nobody works. */
export const deployOrder = (environment: Environment): CloudSite[] => {
  const sites = cloudSites(environment);
  return [...sites.filter(({ role }) => role === 'standby'), ...sites.filter(({ role }) => role === 'primary')];
};

/** One site of each cloud, the primary first: what belongs to a whole environment is signed in to on all of them at once. */
export const oneOfEach = (environment: Environment): CloudSite[] => {
  const sites = deployOrder(environment).reverse();
  return sites.filter((site, index) => sites.findIndex(({ cloud }) => cloud === site.cloud) === index);
};

/** Whether the pipeline may sign in for an environment at all. */
export const signsIn = (environment: Environment): boolean =>
  environment.config.ci !== undefined && cloudSites(environment).length > 0;

/** On every change, without any identity: the files are sound, and Git holds what a fresh build gives. */
const checking = (environments: readonly Environment[]): Pipeline => {
  const branches = unique(['main', ...environments.map(({ config }) => config.gitops.revision)]).sort();
  return {
    name: 'check',
    title: 'Check and build',
    triggers: [
      { on: 'pull-request', branches },
      { on: 'push', branches },
    ],
    jobs: [
      run({ id: 'check', title: 'Environments are sound', needs: [], minutes: 20 }, evenkeel('check')),
      run(
        { id: 'build', title: 'Git equals a fresh build', needs: [], minutes: 30 },
        evenkeel('build', '--check'),
        evenkeel('pipeline', '--check'),
      ),
    ],
  };
};

const planJobs = (environment: Environment): PipelineJob[] =>
  deployOrder(environment).map((site) =>
    run(
      {
        id: `plan-${site.name}`,
        title: `Plan ${site.name}`,
        needs: [],
        minutes: 45,
        identity: { environment: environment.name, part: 'plan', sites: [site] },
        keeps: [`plan-${site.name}.md`],
      },
      {
        ...evenkeel('diff', environment.name, '--site', site.name, '--markdown'),
        into: `plan-${site.name}.md`,
      },
    ),
  );

/** Before a change is merged: what it does in the clouds and what it costs, in its discussion. */
const planning = (environment: Environment): Pipeline => {
  const { name, config } = environment;
  const jobs = planJobs(environment);
  const cost = run(
    { id: 'cost', title: 'Price', needs: [], minutes: 30, keeps: [`cost-${name}.md`] },
    { ...evenkeel('cost', name, '--format', 'markdown'), into: `cost-${name}.md` },
  );
  return {
    name: `plan-${name}`,
    title: `Plan ${name}`,
    triggers: [{ on: 'pull-request', branches: [config.gitops.revision], paths: pathsOf(environment) }],
    jobs: [
      ...jobs,
      cost,
      {
        id: 'comment',
        title: 'Comment',
        kind: 'comment',
        needs: [...jobs, cost].map(({ id }) => id),
        commands: [],
        minutes: 5,
      },
    ],
  };
};

/** What was merged goes to the sites, one after the other, once somebody has said yes; each is looked at afterwards. */
const deploying = (environment: Environment, { plansBeforeMerge }: PipelineSetting): Pipeline => {
  const { name, config } = environment;
  const plans = plansBeforeMerge ? [] : planJobs(environment);
  const approve: PipelineJob = {
    id: 'approve',
    title: `Approve ${name}`,
    kind: 'approve',
    needs: plans.map(({ id }) => id),
    commands: [],
    environment: name,
    minutes: 5,
  };
  const sites = deployOrder(environment).flatMap((site, index, all) => {
    const identity = { environment: name, sites: [site] };
    const before = all[index - 1];
    return [
      run(
        {
          id: `deploy-${site.name}`,
          title: `Deploy ${site.name}`,
          needs: [before ? `verify-${before.name}` : approve.id],
          minutes: 120,
          identity: { ...identity, part: 'apply' },
        },
        evenkeel('deploy', name, '--site', site.name, '--yes'),
      ),
      run(
        {
          id: `verify-${site.name}`,
          title: `Verify ${site.name}`,
          needs: [`deploy-${site.name}`],
          minutes: 45,
          identity: { ...identity, part: 'plan' },
        },
        evenkeel('diff', name, '--site', site.name, '--strict'),
      ),
    ];
  });
  const last = sites.at(-1)?.id ?? approve.id;
  const whole = run(
    {
      id: 'deploy-together',
      title: 'Deploy what the sites have in common',
      needs: [last],
      minutes: 60,
      identity: { environment: name, part: 'apply', sites: oneOfEach(environment) },
    },
    evenkeel('deploy', name, '--yes'),
  );
  return {
    name: `deploy-${name}`,
    title: `Deploy ${name}`,
    triggers: [{ on: 'push', branches: [config.gitops.revision], paths: pathsOf(environment) }, { on: 'manual' }],
    group: `evenkeel-${name}`,
    jobs: [...plans, approve, ...sites, ...(deployOrder(environment).length > 1 ? [whole] : [])],
  };
};

const nightly: PipelineTrigger = { on: 'schedule', cron: '17 3 * * *' };

/** Every night: what somebody changed by hand makes the run fail. */
const drifting = (environment: Environment): Pipeline => ({
  name: `drift-${environment.name}`,
  title: `Drift of ${environment.name}`,
  triggers: [nightly, { on: 'manual' }],
  branch: environment.config.gitops.revision,
  group: `evenkeel-${environment.name}-drift`,
  jobs: deployOrder(environment).map((site) =>
    run(
      {
        id: `drift-${site.name}`,
        title: `Drift of ${site.name}`,
        needs: [],
        minutes: 45,
        identity: { environment: environment.name, part: 'plan', sites: [site] },
      },
      evenkeel('diff', environment.name, '--site', site.name, '--strict'),
    ),
  ),
});

/** Every pipeline of a repository: the one model that all systems are rendered from. */
export function deliveryPipelines(environments: readonly Environment[], setting: PipelineSetting): Pipeline[] {
  return [
    checking(environments),
    ...environments
      .filter(signsIn)
      .flatMap((environment) => [
        ...(setting.plansBeforeMerge ? [planning(environment)] : []),
        deploying(environment, setting),
        drifting(environment),
        ...drillPipelines(environment),
      ]),
    ...environments.flatMap((environment) => promotionPipelines(environment, environments)),
  ];
}
