import type { Finding } from '../../environments/model';
import { loadEnvironment } from '../../environments/model/load-environment';
import { prepareEnvironment } from '../build';
import type { StackGraph } from '../stack-graph';
import { freshGraph } from '../tree-graph';
import { deliveryPipelines, signsIn } from './delivery-pipelines';
import type { PipelineFiles } from './platform';
import type { PipelinePlatformName } from './platform-names';
import { pipelinePlatforms } from './platforms';
import { subjectFindings } from './subject-findings';

export interface RepositoryPipelines {
  readonly files: PipelineFiles;
  /** Jobs that no cloud would let in. */
  readonly findings: readonly Finding[];
}

/**
 * All pipelines of a repository, as files of one system. Environments are built in memory where the system goes by the
 * graph of their stacks; nothing is written.
 * @param files environment files
 * @throws InputError every finding of the environments
 */
export async function repositoryPipelines(
  platformName: PipelinePlatformName,
  files: readonly string[],
): Promise<RepositoryPipelines> {
  const platform = pipelinePlatforms[platformName];
  const loaded = [];
  // A preview lives for days, on a branch of its own: no pipeline of the repository is for it.
  for (const file of files) {
    const { environment } = await loadEnvironment(file);
    if (environment.config.expires === undefined) loaded.push({ file, environment });
  }
  const environments = loaded.map(({ environment }) => environment);
  const graphs = new Map<string, StackGraph>();
  if (platform.byGraph) {
    for (const { file, environment } of loaded.filter((one) => signsIn(one.environment))) {
      const { build, files: rendered } = await prepareEnvironment(file, { out: 'dist', check: true });
      graphs.set(environment.name, freshGraph(build, rendered));
    }
  }
  const pipelines = deliveryPipelines(environments, platform);
  return {
    files: platform.render(pipelines, environments, graphs),
    findings: subjectFindings(platform, pipelines, environments),
  };
}
