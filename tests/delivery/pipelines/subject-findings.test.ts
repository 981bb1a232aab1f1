import { deliveryPipelines } from '../../../delivery/pipelines/delivery-pipelines';
import { type PipelinePlatformName, pipelinePlatformNames } from '../../../delivery/pipelines/platform-names';
import { pipelinePlatforms } from '../../../delivery/pipelines/platforms';
import { subjectFindings } from '../../../delivery/pipelines/subject-findings';
import type { Environment } from '../../../environments/model/resolve-environment';
import { delivered } from './delivered-environments';

const found = (platform: PipelinePlatformName, environment: Environment) => {
  const chosen = pipelinePlatforms[platform];
  return subjectFindings(chosen, deliveryPipelines([environment], chosen), [environment]).map(
    ({ code, place, allowed }) => [code, place, ...(allowed ?? [])].join(' '),
  );
};

it.each(pipelinePlatformNames)('finds nothing where the clouds trust what jobs come with: %s', (platform) => {
  expect(found(platform, delivered(platform))).toEqual([]);
});

it.each(pipelinePlatformNames)('what it names instead is trusted: %s', (platform) => {
  const { trustable } = pipelinePlatforms[platform];
  const environment = delivered(platform);
  const { ci } = environment.config;
  if (!ci) throw new Error('no trust');
  expect(
    found(platform, delivered(platform, trustable({ environment, trust: ci, repository: 'example/ml-platform' }))),
  ).toEqual([]);
});

it('takes the ids that GitHub may write behind names', () => {
  const applySubject = 'repo:example@12/ml-platform@345:environment:prod';
  expect(found('github', delivered('github', { applySubject }))).toEqual([]);
});

describe('a subject that no job comes with', () => {
  it.each<[string, PipelinePlatformName, Parameters<typeof delivered>[1], string[]]>([
    [
      'of a pull request, for what runs every night',
      'github',
      { planSubject: 'repo:example/ml-platform:pull_request' },
      ['PIPELINE_SUBJECT ci.planSubject repo:example/ml-platform:environment:prod-plan'],
    ],
    [
      'of another repository',
      'github',
      { applySubject: 'repo:somebody/ml-platform:environment:prod' },
      ['PIPELINE_SUBJECT ci.applySubject repo:example/ml-platform:environment:prod'],
    ],
    [
      'of every branch',
      'github',
      { applySubject: 'repo:example/ml-platform:*' },
      ['PIPELINE_SUBJECT ci.applySubject repo:example/ml-platform:environment:prod'],
    ],
    [
      'of another branch',
      'gitlab',
      { applySubject: 'project_path:example/ml-platform:ref_type:branch:ref:main' },
      ['PIPELINE_SUBJECT ci.applySubject project_path:example/ml-platform:ref_type:branch:ref:prod'],
    ],
    [
      'of no account of the cluster',
      'argo-workflows',
      { planSubject: 'prod-plan' },
      ['PIPELINE_SUBJECT ci.planSubject system:serviceaccount:evenkeel-delivery:prod-plan'],
    ],
  ])('%s', (_, platform, ci, expected) => expect(found(platform, delivered(platform, ci))).toEqual(expected));

  it('of another system', () =>
    expect(found('gitlab', delivered('github'))).toEqual([expect.stringContaining('PIPELINE_SUBJECT ci.issuer')]));
});
