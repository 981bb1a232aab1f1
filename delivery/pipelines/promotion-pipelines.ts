import type { Environment } from '../../environments/model/resolve-environment';
import type { Pipeline, PipelineCommand, PipelineJob, PipelineProposal } from './pipeline';

/** Variable of the pipeline that holds the address at which Prometheus or Thanos of an environment answers. */
export const prometheusVariable = (environment: string): string =>
  `EVENKEEL_PROMETHEUS_${environment.toUpperCase().replaceAll('-', '_')}`;

/** Variable of a run that holds the address of whoever started it. Each system fills it in. */
export const askedByVariable = 'EVENKEEL_ASKED_BY';

const evenkeel = (...words: PipelineCommand['words']): PipelineCommand => ({ program: 'evenkeel', words });

/** What people are shown: the release and where it comes from, on a branch of its own. */
const proposalOf = ({ name, config }: Environment, source: Environment): PipelineProposal => ({
  environment: name,
  branch: `evenkeel/promote-${name}`,
  into: config.gitops.revision,
  ...(source.config.gitops.revision === config.gitops.revision ? {} : { merges: source.config.gitops.revision }),
  as: config.contact,
  checks: [evenkeel('check'), evenkeel('build', '--check')],
});

/** The only job that may write into the repository; it signs in to no cloud. */
const promoteJob = (
  target: Environment,
  source: Environment,
  asks: Environment,
  needs: readonly string[],
  words: PipelineCommand['words'],
): PipelineJob => ({
  id: 'promote',
  title: `Promote ${source.name} to ${target.name}`,
  kind: 'run',
  needs,
  commands: [
    { program: 'npm', words: ['ci', '--ignore-scripts'] },
    evenkeel(
      'promote',
      source.name,
      target.name,
      '--prometheus',
      { variable: prometheusVariable(asks.name) },
      '--to-branch',
      proposalOf(target, source).branch,
      ...words,
    ),
  ],
  settings: [prometheusVariable(asks.name)],
  proposes: proposalOf(target, source),
  minutes: 45,
});

/**
 * The release of one environment goes into the next one: its first wave once somebody has said yes, the others on workdays,
 * as long as no gate holds. Each wave is a proposal that people merge; the deploy follows it.
 */
export function promotionPipelines(target: Environment, environments: readonly Environment[]): Pipeline[] {
  const source = environments.find(({ name }) => name === target.config.release?.promotedFrom);
  if (!source) return [];
  const { name, config } = target;
  const shared = { branch: config.gitops.revision, group: `evenkeel-${name}-promote` };
  const approve: PipelineJob = {
    id: 'approve',
    title: `Approve ${name}`,
    kind: 'approve',
    needs: [],
    commands: [],
    environment: name,
    minutes: 5,
  };
  return [
    {
      ...shared,
      name: `promote-${name}`,
      title: `Promote ${source.name} to ${name}`,
      triggers: [{ on: 'manual' }],
      jobs: [approve, promoteJob(target, source, source, [approve.id], ['--asked-by', { variable: askedByVariable }])],
    },
    {
      ...shared,
      name: `promote-${name}-next`,
      title: `Next wave of ${name}`,
      triggers: [{ on: 'schedule', cron: '23 6 * * 1-5' }, { on: 'manual' }],
      jobs: [promoteJob(target, source, target, [], ['--continue', '--if-open'])],
    },
  ];
}
