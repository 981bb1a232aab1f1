import { deliveryPipelines } from '../../../delivery/pipelines/delivery-pipelines';
import { drillCron } from '../../../delivery/pipelines/drill-pipelines';
import type { Pipeline } from '../../../delivery/pipelines/pipeline';
import { pipelinePlatformNames } from '../../../delivery/pipelines/platform-names';
import { pipelinePlatforms } from '../../../delivery/pipelines/platforms';
import dev from '../../../environments/dev';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { delivered, drilled } from './delivered-environments';

const pipelinesOf = (platform: (typeof pipelinePlatformNames)[number] = 'github') =>
  deliveryPipelines([resolveEnvironment(dev), drilled(platform)], pipelinePlatforms[platform]);

const named = (pipelines: readonly Pipeline[], name: string): Pipeline => {
  const found = pipelines.find((one) => one.name === name);
  if (!found) throw new Error(`no pipeline ${name} among ${pipelines.map((one) => one.name).join(', ')}`);
  return found;
};

/** Ids of all jobs that come before one. */
function before({ jobs }: Pipeline, id: string): string[] {
  const needs = jobs.find((job) => job.id === id)?.needs ?? [];
  return needs.flatMap((need) => [need, ...before({ jobs } as Pipeline, need)]);
}

it('has a pipeline for every journey of an environment that may sign in', () => {
  expect(pipelinesOf().map(({ name }) => name)).toEqual([
    'check',
    'plan-prod',
    'deploy-prod',
    'drift-prod',
    'drill-prod-cluster-loss',
    'drill-prod-bucket-copy',
  ]);
});

it('only checks and builds what no pipeline may sign in for', () => {
  const pipelines = deliveryPipelines([resolveEnvironment(dev)], pipelinePlatforms.github);
  expect(pipelines.map(({ name }) => name)).toEqual(['check']);
  expect(pipelines.flatMap(({ jobs }) => jobs).filter(({ identity }) => identity)).toEqual([]);
});

it('holds Git against a fresh render on every change, and writes nothing', () => {
  const { triggers, jobs } = named(pipelinesOf(), 'check');
  expect(triggers.map(({ on }) => on)).toEqual(['pull-request', 'push']);
  const commands = jobs.flatMap((job) => job.commands).map(({ words }) => words.join(' '));
  expect(commands).toEqual(expect.arrayContaining(['check', 'build --check', 'pipeline --check']));
  expect(commands.filter((words) => words === 'build')).toEqual([]);
});

it('gives a change that nobody has merged no right to change anything', () => {
  for (const { triggers, jobs } of pipelinesOf()) {
    if (!triggers.some(({ on }) => on === 'pull-request')) continue;
    expect(jobs.map(({ identity }) => identity?.part ?? 'none')).not.toContain('apply');
  }
});

it('changes a site only after somebody said yes, and the next one only after it was looked at', () => {
  const deploy = named(pipelinesOf(), 'deploy-prod');
  const applied = deploy.jobs.filter(({ identity }) => identity?.part === 'apply');
  expect(applied.map(({ id }) => id)).toEqual([
    'deploy-prod-google-europe-west4',
    'deploy-prod-azure-swedencentral',
    'deploy-prod-aws-eu-west-1',
    'deploy-together',
  ]);
  for (const { id } of applied) expect(before(deploy, id)).toContain('approve');
  expect(before(deploy, 'deploy-prod-aws-eu-west-1')).toEqual(
    expect.arrayContaining(['verify-prod-google-europe-west4', 'verify-prod-azure-swedencentral']),
  );
});

it('shows plans before the approval where they cannot be shown before the merge', () => {
  const deploy = named(pipelinesOf('gitlab'), 'deploy-prod');
  expect(before(deploy, 'approve')).toHaveLength(3);
  expect(pipelinesOf('gitlab').map(({ name }) => name)).not.toContain('plan-prod');
});

it.each(pipelinePlatformNames)('names only jobs that there are, in an order that ends: %s', (platform) => {
  for (const pipeline of pipelinesOf(platform)) {
    const ids = pipeline.jobs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, needs } of pipeline.jobs) {
      expect(ids).toEqual(expect.arrayContaining([...needs]));
      expect(before(pipeline, id)).not.toContain(id);
    }
  }
});

it('drills often enough that no drill grows stale', () => {
  expect([1, 6, 7, 30, 31, 90, 92, 366].map(drillCron)).toMatchInlineSnapshot(`
    [
      "41 5 * * *",
      "41 5 * * *",
      "41 5 * * 1",
      "41 5 * * 1",
      "41 5 1 * *",
      "41 5 1 * *",
      "41 5 1 */3 *",
      "41 5 1 */3 *",
    ]
  `);
});

it('runs deploys of one environment one after the other', () => {
  const groups = [delivered('github')].flatMap((one) =>
    deliveryPipelines([one], pipelinePlatforms.github).filter(({ jobs }) =>
      jobs.some(({ identity }) => identity?.part === 'apply'),
    ),
  );
  expect(groups.map(({ group }) => group)).toEqual(['evenkeel-prod']);
});
