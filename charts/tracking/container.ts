import type { ContainerSpec, Mount } from '../../constructs/kubernetes/workloads';
import { mlflowImage, scratchPath } from './mlflow';

export type MlflowContainerProps = Omit<ContainerSpec, 'image' | 'command' | 'mounts'> & {
  readonly scratchMiB: number;
  /** Default: MLflow's own. */
  readonly command?: readonly string[];
  readonly mounts?: readonly Mount[];
};

/** MLflow's image under a root that nothing can write to. */
export const mlflowContainer = ({
  scratchMiB,
  command = ['mlflow'],
  mounts = [],
  ...spec
}: MlflowContainerProps): ContainerSpec => ({
  ...spec,
  image: mlflowImage,
  command,
  mounts: [{ path: scratchPath, scratchMiB }, ...mounts],
});
