import { kubernetesAmount } from '../kubernetes-amount';
import type { Manifest } from '../site-output';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

const bytesPerGiB = 2 ** 30;

/** How many of what an object holds there are: replicas of a set, instances of a database, members of a replica set. */
function copiesOf({ replicas, instances, size, volumeSpec }: Tree): number {
  const stated = [replicas, instances, volumeSpec === undefined ? undefined : size].find(
    (count) => typeof count === 'number',
  );
  return stated ?? 1;
}

/** Sizes that an object states itself: of a claim, of a volume of Kafka, of a database's disks. */
function statedBytes(value: Tree): number {
  const { requests, type, size, storage, walStorage } = value;
  const ofDatabase = [storage, walStorage].map((disk) => (isTree(disk) ? kubernetesAmount(disk.size) : 0));
  return (
    (isTree(requests) ? kubernetesAmount(requests.storage) : 0) +
    (type === 'persistent-claim' ? kubernetesAmount(size) : 0) +
    ofDatabase.reduce((sum, bytes) => sum + bytes, 0)
  );
}

function bytesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + bytesIn(entry), 0);
  if (!isTree(value)) return 0;
  const inside = Object.values(value).reduce<number>((sum, entry) => sum + bytesIn(entry), 0);
  return copiesOf(value) * (statedBytes(value) + inside);
}

/**
 * GiB of the volumes that the objects of a site ask for, as far as the objects or the values of charts state them. A
 * chart's own defaults are in the chart.
 */
export const volumeStorageGiB = (manifests: readonly Manifest[]): number =>
  Math.ceil(manifests.reduce((sum, manifest) => sum + bytesIn(manifest.spec), 0) / bytesPerGiB);
