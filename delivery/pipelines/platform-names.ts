/** Systems that pipelines are written for. Nothing is loaded beside these words: the command line starts with them. */
export const pipelinePlatformNames = ['github', 'gitlab', 'argo-workflows'] as const;
export type PipelinePlatformName = (typeof pipelinePlatformNames)[number];
