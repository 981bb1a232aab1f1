import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import { mlflowImage, scratchPath } from './mlflow';

export type MlflowContainerProps = Omit<ContainerSpec, 'image' | 'command' | 'mounts'> & {
  readonly scratchMiB: number;
};

/** MLflow's image under a root that nothing can write to. */
export const mlflowContainer = ({ scratchMiB, ...spec }: MlflowContainerProps): ContainerSpec => ({
  ...spec,
  image: mlflowImage,
  command: ['mlflow'],
  mounts: [{ path: scratchPath, scratchMiB }],
});
