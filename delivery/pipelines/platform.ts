import type { Environment } from '../../environments/model/resolve-environment';
import type { StackGraph } from '../stack-graph';
import type { PipelineSetting } from './delivery-pipelines';
import type { Pipeline, PipelineJob, PipelineTrigger } from './pipeline';
import type { PipelinePlatformName } from './platform-names';

/** The trust of one environment, and the repository that pipelines run for. */
export interface TrustedRun {
  readonly environment: Environment;
  readonly trust: NonNullable<Environment['config']['ci']>;
  /** `owner/name` or `group/subgroup/name`. */
  readonly repository: string;
}

/** Text by path in the repository. */
export type PipelineFiles = Readonly<Record<string, string>>;

/** A system that runs pipelines. */
export interface PipelinePlatform extends PipelineSetting {
  /** Whether tokens of an issuer can come from it. */
  issues(run: TrustedRun): boolean;
  /** The issuer that it has, for whoever named another one. */
  readonly issuer: string;
  /** Subject of the token that a rendered job gets; `undefined`: nobody knows beforehand. */
  subject(run: TrustedRun, job: PipelineJob, trigger: PipelineTrigger): string | undefined;
  /** What the environment may trust instead. */
  trustable(run: TrustedRun): { readonly planSubject: string; readonly applySubject: string };
  /** @param graphs of stacks, by environment, of those that are built. Default: none, and no fleet is rendered */
  render(
    pipelines: readonly Pipeline[],
    environments: readonly Environment[],
    graphs?: ReadonlyMap<string, StackGraph>,
  ): PipelineFiles;
  /** Whether it goes by the graph of stacks. */
  readonly byGraph: boolean;
}

/** `https://github.com/example/ml-platform.git` and `ssh://git@github.com/example/ml-platform` are `example/ml-platform`. */
export const repositoryOf = ({ config }: Environment): string =>
  new URL(config.gitops.repository).pathname.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');

export const trustedRun = (environment: Environment): TrustedRun | undefined =>
  environment.config.ci && { environment, trust: environment.config.ci, repository: repositoryOf(environment) };

/** First lines of every file that is written. */
export const writtenBy = (platform: PipelinePlatformName): string =>
  `# Written by \`evenkeel pipeline ${platform}\` from the environment files: change those, and write it again.\n`;
