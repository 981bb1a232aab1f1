import type { PipelinePlatformName } from '../../../delivery/pipelines/platform-names';
import { type Environment, resolveEnvironment } from '../../../environments/model/resolve-environment';
import prod from '../../../environments/prod';
import type { EnvironmentInput } from '../../../environments/schema';
import staging from '../../../environments/staging';

type Ci = NonNullable<EnvironmentInput['ci']>;

/** What `prod` trusts, so that each system may sign in. */
export const trusts: { readonly [P in PipelinePlatformName]: Ci } = {
  github: {
    issuer: 'https://token.actions.githubusercontent.com',
    planSubject: 'repo:example/ml-platform:environment:prod-plan',
    applySubject: 'repo:example/ml-platform:environment:prod',
  },
  gitlab: {
    issuer: 'https://gitlab.example.com',
    planSubject: 'project_path:example/ml-platform:ref_type:branch:ref:prod',
    applySubject: 'project_path:example/ml-platform:ref_type:branch:ref:prod',
  },
  'argo-workflows': {
    issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
    planSubject: 'system:serviceaccount:evenkeel-delivery:prod-plan',
    applySubject: 'system:serviceaccount:evenkeel-delivery:prod-apply',
  },
};

const hosts: { readonly [P in PipelinePlatformName]: string } = {
  github: 'github.com',
  gitlab: 'gitlab.example.com',
  'argo-workflows': 'github.com',
};

/** `prod` as a team has it that delivers by a system. */
export const delivered = (platform: PipelinePlatformName, ci: Partial<Ci> = {}, other: object = {}): Environment =>
  resolveEnvironment(
    {
      ...prod,
      gitops: { ...prod.gitops, repository: `https://${hosts[platform]}/example/ml-platform.git` },
      ci: { ...trusts[platform], ...ci },
      ...other,
    },
    'environments/prod.ts',
  );

/** The same with drills on a schedule. */
export const drilled = (platform: PipelinePlatformName): Environment =>
  delivered(
    platform,
    {},
    {
      recovery: {
        ...prod.recovery,
        drills: [
          { scenario: 'cluster-loss', everyDays: 90 },
          { scenario: 'bucket-copy', everyDays: 30 },
        ],
      },
    },
  );

const branchOf = { staging: 'staging', prod: 'prod' };

/** `staging` and `prod` of a team that promotes from the one to the other, each on a branch of its own. */
export const promoted = (platform: PipelinePlatformName, branches = branchOf): readonly [Environment, Environment] => {
  const gitops = (name: keyof typeof branchOf) => ({
    repository: `https://${hosts[platform]}/example/ml-platform.git`,
    revision: branches[name],
  });
  const { ci: _, ...others } = staging;
  return [
    resolveEnvironment({ ...others, gitops: gitops('staging') }, 'environments/staging.ts'),
    delivered(platform, {}, { gitops: gitops('prod'), release: { promotedFrom: 'staging' } }),
  ];
};
