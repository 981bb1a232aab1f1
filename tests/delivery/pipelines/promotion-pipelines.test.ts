import { load, loadAll } from 'js-yaml';
import { deliveryPipelines } from '../../../delivery/pipelines/delivery-pipelines';
import { type PipelinePlatformName, pipelinePlatformNames } from '../../../delivery/pipelines/platform-names';
import { pipelinePlatforms } from '../../../delivery/pipelines/platforms';
import { promotionPipelines } from '../../../delivery/pipelines/promotion-pipelines';
import { unsafeWorkflow } from '../../../delivery/pipelines/unsafe-workflow';
import { promoted } from './delivered-environments';

const filesOf = (platform: PipelinePlatformName, branches?: Parameters<typeof promoted>[1]) => {
  const environments = promoted(platform, branches);
  const chosen = pipelinePlatforms[platform];
  return chosen.render(deliveryPipelines(environments, chosen), environments);
};

interface Job {
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
  }[];
}

const github = filesOf('github');
const workflow = (name: string) =>
  load(github[`.github/workflows/${name}.yml`] ?? '') as {
    readonly on: object;
    readonly concurrency: object;
    readonly jobs: Readonly<Record<string, Job>>;
  };

it('is there for who is promoted to, from an environment of the repository', () => {
  const [staging, prod] = promoted('github');
  const names = (target: typeof prod, all: readonly (typeof prod)[]) =>
    promotionPipelines(target, all).map(({ name }) => name);
  expect(names(prod, [staging, prod])).toEqual(['promote-prod', 'promote-prod-next']);
  expect(names(staging, [staging, prod])).toEqual([]);
  expect(names(prod, [prod])).toEqual([]);
});

it.each(pipelinePlatformNames)('signs in to no cloud and has no stored key: %s', (platform) => {
  const environments = promoted(platform);
  const jobs = promotionPipelines(environments[1], environments).flatMap((pipeline) => pipeline.jobs);
  expect(jobs.flatMap(({ identity, secrets }) => [identity, secrets]).filter(Boolean)).toEqual([]);
});

it('begins once somebody said yes, asks the source; a later wave goes on by itself and asks the target', () => {
  const environments = promoted('github');
  const said = promotionPipelines(environments[1], environments).map(({ triggers, jobs, group }) => [
    group,
    triggers.map(({ on }) => on).join(),
    ...jobs.map(({ id, needs, settings = [] }) => [id, ...needs, ...settings].join(' ')),
  ]);
  expect(said).toEqual([
    ['evenkeel-prod-promote', 'manual', 'approve', 'promote approve EVENKEEL_PROMETHEUS_STAGING'],
    ['evenkeel-prod-promote', 'schedule,manual', 'promote EVENKEEL_PROMETHEUS_PROD'],
  ]);
});

describe('on GitHub', () => {
  it('writes in that job alone, where no token of a cloud can be had', () => {
    const writing = Object.entries(github).flatMap(([path, text]) =>
      Object.entries((load(text) as { jobs: Record<string, Job> }).jobs)
        .filter(([, { permissions }]) => permissions.contents === 'write')
        .map(([id, { permissions }]) => [path.split('/').at(-1), id, Object.keys(permissions).join(' ')]),
    );
    expect(writing).toEqual([
      ['promote-prod.yml', 'promote', 'contents pull-requests'],
      ['promote-prod-next.yml', 'promote', 'contents pull-requests'],
    ]);
    for (const [path, text] of Object.entries(github)) expect(unsafeWorkflow(text, path)).toEqual([]);
  });

  it('would not let a job have both', () => {
    const path = '.github/workflows/promote-prod.yml';
    const text = (github[path] ?? '').replace('contents: write', 'contents: write\n      id-token: write');
    expect(unsafeWorkflow(text, path).map(({ value }) => value)).toContain('contents');
  });

  it('asks the approvers of the target, and never runs twice at once', () => {
    expect(workflow('promote-prod').jobs.promote?.environment).toBe('prod');
    expect(workflow('promote-prod-next').jobs.promote?.environment).toBeUndefined();
    const group = {
      group: 'evenkeel-prod-promote',
      'cancel-in-progress': false,
    };
    for (const name of ['promote-prod', 'promote-prod-next']) expect(workflow(name).concurrency).toEqual(group);
  });

  it('has the token in its last step only, after everything was checked', () => {
    const steps = workflow('promote-prod').jobs.promote?.steps ?? [];
    expect(steps.map(({ env }) => env !== undefined && 'GH_TOKEN' in env).lastIndexOf(false)).toBe(steps.length - 2);
    expect(steps.flatMap(({ run }) => run ?? [])).toMatchInlineSnapshot(`
      [
        "git merge --no-edit origin/staging",
        "npm ci --ignore-scripts",
        "npx --no-install evenkeel promote staging prod --prometheus "$EVENKEEL_PROMETHEUS_STAGING" --to-branch evenkeel/promote-prod --asked-by "$EVENKEEL_ASKED_BY"",
        "git show-ref --verify --quiet refs/heads/evenkeel/promote-prod || exit 0
      git switch evenkeel/promote-prod
      npx --no-install evenkeel check
      npx --no-install evenkeel build --check",
        "gh auth setup-git
      git show-ref --verify --quiet refs/heads/evenkeel/promote-prod || exit 0
      git push origin evenkeel/promote-prod
      gh pr create --base "$INTO" --head "$BRANCH" --fill",
      ]
    `);
  });
});

it('merges nothing where both environments follow one branch', () => {
  const text = filesOf('github', { staging: 'main', prod: 'main' })['.github/workflows/promote-prod.yml'] ?? '';
  expect(text).toContain('npx --no-install evenkeel promote staging prod');
  expect(text).not.toContain('git merge');
});

it('is proposed on GitLab with the token of the job, which is no word of a command', () => {
  const jobs = load(filesOf('gitlab')['.gitlab-ci.yml'] ?? '') as Record<
    string,
    {
      readonly script: readonly string[];
      readonly resource_group?: string;
      readonly variables: object;
    }
  >;
  const job = jobs['promote-prod:promote'];
  expect(job?.resource_group).toBe('evenkeel-prod-promote');
  expect(job?.variables).toMatchObject({
    GIT_DEPTH: '0',
    EVENKEEL_ASKED_BY: '$GITLAB_USER_EMAIL',
  });
  expect(job?.script).toMatchInlineSnapshot(`
    [
      "git config credential.helper '!f() { echo "username=gitlab-ci-token"; echo "password=$CI_JOB_TOKEN"; }; f'",
      "git remote set-url origin "$CI_PROJECT_URL.git"",
      "git fetch origin +refs/heads/staging:refs/remotes/origin/staging",
      "git merge --no-edit origin/staging",
      "npm ci --ignore-scripts",
      "npx --no-install evenkeel promote staging prod --prometheus "$EVENKEEL_PROMETHEUS_STAGING" --to-branch evenkeel/promote-prod --asked-by "$EVENKEEL_ASKED_BY"",
      "git show-ref --verify --quiet refs/heads/evenkeel/promote-prod || exit 0",
      "git switch evenkeel/promote-prod",
      "npx --no-install evenkeel check",
      "npx --no-install evenkeel build --check",
      "git show-ref --verify --quiet refs/heads/evenkeel/promote-prod || exit 0",
      "git push --push-option=merge_request.create --push-option=merge_request.target=prod --push-option=merge_request.remove_source_branch origin evenkeel/promote-prod",
    ]
  `);
});

it('has a secret of its own on Argo Workflows, which no other pod is given', () => {
  const files = filesOf('argo-workflows');
  expect(Object.entries(files).flatMap(([path, text]) => (text.includes('evenkeel-git-write') ? [path] : []))).toEqual([
    'pipelines/argo-workflows/promote-prod.yaml',
    'pipelines/argo-workflows/promote-prod-next.yaml',
  ]);
  const [template] = loadAll(files['pipelines/argo-workflows/promote-prod.yaml'] ?? '') as {
    readonly spec: {
      readonly arguments: { readonly parameters: readonly object[] };
      readonly synchronization: object;
    };
  }[];
  expect(template?.spec.arguments.parameters).toEqual(
    expect.arrayContaining([
      { name: 'revision', value: 'prod' },
      { name: 'asked-by', value: '' },
    ]),
  );
  expect(template?.spec.synchronization).toEqual({
    mutexes: [{ name: 'evenkeel-prod-promote' }],
  });
});
