import { Size } from 'cdk8s';
import { type ContainerProps, Cpu, ImagePullPolicy, Volume } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue } from '../../constructs/contracts';
import { containerEnv } from '../../constructs/kubernetes/container-env';
import { restrictedContainer } from '../../constructs/kubernetes/pod';
import { mlflowImage, mlflowUser, scratchPath } from './mlflow';

export interface MlflowContainerProps {
  readonly name: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, EnvValue>>;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly scratchMiB: number;
}

/** MLflow's image under a root that nothing can write to; memory is reserved whole, processor time may burst. */
export const mlflowContainer = (scope: Construct, props: MlflowContainerProps): ContainerProps => {
  const memory = Size.mebibytes(props.memoryMiB);
  return {
    name: props.name,
    image: mlflowImage,
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    command: [...props.command],
    args: [...props.args],
    envVariables: containerEnv(scope, props.environment),
    resources: {
      cpu: { request: Cpu.millis(props.cpuMillis), limit: Cpu.millis(props.cpuMillis * 2) },
      memory: { request: memory, limit: memory },
      // The scratch volume counts, and logs come on top; cdk8s-plus wants whole gibibytes.
      ephemeralStorage: {
        request: Size.gibibytes(1),
        limit: Size.gibibytes(Math.ceil(props.scratchMiB / 1024) + 1),
      },
    },
    securityContext: { ...restrictedContainer, user: mlflowUser, group: mlflowUser },
    volumeMounts: [
      {
        path: scratchPath,
        volume: Volume.fromEmptyDir(scope, `${props.name}-scratch`, 'scratch', {
          sizeLimit: Size.mebibytes(props.scratchMiB),
        }),
      },
    ],
  };
};
