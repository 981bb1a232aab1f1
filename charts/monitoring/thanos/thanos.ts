import type { ContainerSpec } from '../../../constructs/kubernetes/workloads';
import { asked } from '../probe';

const version = 'v0.42.4';

export const thanosImage = `quay.io/thanos/thanos:${version}`;
export const thanosUser = 1001;
export const ports = { grpc: 10901, http: 10902 } as const;

/** Name of each part, which is also the name of its Service. */
export const names = {
  /** Every series of this site: the last hours of Prometheus, and what was copied to the bucket. */
  site: 'thanos-site',
  /** Every series of every site. */
  fleet: 'thanos-fleet',
  frontend: 'thanos-frontend',
  store: 'thanos-store',
  compactor: 'thanos-compactor',
} as const;

type Part = keyof typeof names;

export const software = (part: Part) => ({ name: 'thanos', component: names[part], version });

interface ThanosContainer extends Pick<ContainerSpec, 'cpuMillis' | 'memoryMiB' | 'env' | 'mounts'> {
  readonly part: Part;
  readonly args: readonly string[];
  /** Speaks gRPC too. */
  readonly grpc: boolean;
}

/** One of Thanos' programs with the ports, probes and logs that all of them have. */
export const thanosContainer = ({ part, args, grpc, ...rest }: ThanosContainer): ContainerSpec => ({
  name: part,
  image: thanosImage,
  command: ['/bin/thanos'],
  args: [
    ...args,
    '--log.format=json',
    `--http-address=0.0.0.0:${ports.http}`,
    ...(grpc ? [`--grpc-address=0.0.0.0:${ports.grpc}`] : []),
  ],
  ports: { http: ports.http, ...(grpc ? { grpc: ports.grpc } : {}) },
  startup: asked('/-/ready', ports.http, 10, 90),
  readiness: asked('/-/ready', ports.http, 10, 3),
  liveness: asked('/-/healthy', ports.http, 20, 6),
  ...rest,
});
