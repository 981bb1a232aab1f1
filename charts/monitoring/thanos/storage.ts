import type { Construct } from 'constructs';
import { objectStore, thanosStore } from '../../../constructs/kubernetes/telemetry-storage';
import { StatefulServer } from '../../../constructs/kubernetes/workloads';
import { namespace, owner, pods } from '../parts';
import { thanosPods } from './queriers';
import { names, ports, software, thanosContainer, thanosUser } from './thanos';
import type { ThanosProps } from './thanos-props';

const volume = 'data';
const dataFolder = '/var/thanos';

const storeFlag = ({ bucket }: ThanosProps): string =>
  `--objstore.config=${JSON.stringify(thanosStore(objectStore(bucket)))}`;

const shared = ({ context, identity, bucket }: ThanosProps) => ({
  namespace,
  owner,
  zones: context.zones,
  user: thanosUser,
  serviceAccountName: identity.serviceAccountName,
  podLabels: identity.podLabels,
  metrics: { port: ports.http, path: '/metrics' },
  egress: [...bucket.egress, ...identity.egress],
});

const mounts = [
  { path: dataFolder, claim: volume },
  { path: '/tmp', scratchMiB: 64 },
] as const;

/** Reads the bucket for the queriers. Its volume is a cache: a lost one is filled again. */
function addStore(scope: Construct, props: ThanosProps): void {
  const { config, size, bucket } = props;
  new StatefulServer(scope, names.store, {
    ...shared(props),
    name: names.store,
    software: software('store'),
    replicas: props.replicas,
    parallel: true,
    volumes: [{ name: volume, storageGiB: config.storageGiB }],
    containers: [
      thanosContainer({
        part: 'store',
        grpc: true,
        args: [
          'store',
          `--data-dir=${dataFolder}`,
          storeFlag(props),
          `--index-cache-size=${Math.floor(size.store.memoryMiB / 4)}MB`,
        ],
        env: bucket.env,
        mounts,
        ...size.store,
      }),
    ],
    ingress: [pods(thanosPods('site'), ports.grpc)],
  });
}

/**
 * Merges blocks, makes the coarser series that long ranges are drawn from, and deletes what is past its time. One only:
 * two would merge the same blocks twice and stop. Deleted blocks stay for two days, so that no query loses one under way.
 */
function addCompactor(scope: Construct, props: ThanosProps): void {
  const { config, size, bucket } = props;
  new StatefulServer(scope, names.compactor, {
    ...shared(props),
    name: names.compactor,
    software: software('compactor'),
    replicas: 1,
    volumes: [{ name: volume, storageGiB: config.storageGiB }],
    containers: [
      thanosContainer({
        part: 'compactor',
        grpc: false,
        args: [
          'compact',
          '--wait',
          `--data-dir=${dataFolder}`,
          storeFlag(props),
          `--retention.resolution-raw=${config.rawDays}d`,
          `--retention.resolution-5m=${config.fiveMinuteDays}d`,
          `--retention.resolution-1h=${config.hourlyDays}d`,
          '--delete-delay=48h',
        ],
        env: bucket.env,
        mounts,
        ...size.compactor,
      }),
    ],
    ingress: [],
  });
}

export function addStorage(scope: Construct, props: ThanosProps): void {
  addStore(scope, props);
  addCompactor(scope, props);
}
