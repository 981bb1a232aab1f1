import type { ContainerSpec, Mount } from '../../constructs/kubernetes/workloads';
import { airflowHome, airflowImage } from './airflow';

export type AirflowContainerProps = Omit<ContainerSpec, 'image' | 'command' | 'mounts'> & {
  readonly mounts?: readonly Mount[];
  /** Default: 512. */
  readonly scratchMiB?: number;
  /** Default: `airflow`. */
  readonly command?: readonly string[];
};

/** Airflow's image under a root that nothing can write to. */
export const airflowContainer = ({ scratchMiB = 512, mounts = [], ...spec }: AirflowContainerProps): ContainerSpec => ({
  command: ['airflow'],
  ...spec,
  image: airflowImage,
  mounts: [{ path: airflowHome, scratchMiB }, { path: '/tmp', scratchMiB }, ...mounts],
});
