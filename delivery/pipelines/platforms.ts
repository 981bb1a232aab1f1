import { argoWorkflows } from './argo-workflows';
import { github } from './github';
import { gitlab } from './gitlab';
import type { PipelinePlatform } from './platform';
import type { PipelinePlatformName } from './platform-names';

/** Every system that pipelines are rendered for. */
export const pipelinePlatforms: { readonly [P in PipelinePlatformName]: PipelinePlatform } = {
  github,
  gitlab,
  'argo-workflows': argoWorkflows,
};
