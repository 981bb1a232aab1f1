import { Size } from 'cdk8s';
import { type ContainerProps, Cpu, Handler, ImagePullPolicy, type Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue } from '../../contracts';
import { containerEnv } from '../container-env';
import { restrictedContainer } from '../pod';
import { type Mount, volumeMounts } from './mount';

/** One container: what runs, with how much, where it may write, and how it is asked for its health. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** Default: the entry point of the image. */
  readonly command?: readonly string[];
  /** Default: the arguments of the image. */
  readonly args?: readonly string[];
  /** In this order: later ones may refer to earlier ones as `$(NAME)`. */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Reserved. */
  readonly cpuMillis: number;
  /** Default: twice what is reserved. */
  readonly cpuLimitMillis?: number;
  /** Reserved whole: what is promised is there. */
  readonly memoryMiB: number;
  /** By name; the first container's are those of the Service. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly startup?: Probe;
  readonly readiness?: Probe;
  readonly liveness?: Probe;
  readonly mounts?: readonly Mount[];
  /** Still answers this long after it was told to leave. Needs `sleep` in the image. Default: leaves at once. */
  readonly drainSeconds?: number;
  /** Run inside when it is told to leave, in place of that wait: it ends once this has. Within the pod's `terminationSeconds`. */
  readonly drainCommand?: readonly string[];
  /** Why its root file system must be writable. Default: it is not. */
  readonly writableRootBecause?: string;
}

/** What the disks of the node must hold for a container: its scratch folders, and logs on top. */
const scratchGiB = (mounts: readonly Mount[]): number =>
  Math.ceil(
    mounts.reduce((sum, mount) => sum + ('scratchMiB' in mount && !mount.inMemory ? mount.scratchMiB : 0), 0) / 1024,
  );

/** A container under Pod Security `restricted`, as cdk8s-plus takes it. */
export function container(scope: Construct, spec: ContainerSpec, user: number, group: number): ContainerProps {
  const { mounts = [], ports = {}, cpuMillis } = spec;
  const memory = Size.mebibytes(spec.memoryMiB);
  const drain = spec.drainCommand ?? (spec.drainSeconds ? ['sleep', `${spec.drainSeconds}`] : undefined);
  return {
    name: spec.name,
    image: spec.image,
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    ...(spec.command ? { command: [...spec.command] } : {}),
    ...(spec.args ? { args: [...spec.args] } : {}),
    envVariables: containerEnv(scope, spec.env ?? {}),
    ports: Object.entries(ports).map(([name, number]) => ({ name, number })),
    resources: {
      cpu: { request: Cpu.millis(cpuMillis), limit: Cpu.millis(spec.cpuLimitMillis ?? cpuMillis * 2) },
      memory: { request: memory, limit: memory },
      ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(scratchGiB(mounts) + 1) },
    },
    securityContext: {
      ...restrictedContainer,
      readOnlyRootFilesystem: spec.writableRootBecause === undefined,
      user,
      group,
    },
    volumeMounts: volumeMounts(scope, mounts),
    ...(spec.startup ? { startup: spec.startup } : {}),
    ...(spec.readiness ? { readiness: spec.readiness } : {}),
    ...(spec.liveness ? { liveness: spec.liveness } : {}),
    ...(drain ? { lifecycle: { preStop: Handler.fromCommand([...drain]) } } : {}),
  };
}
