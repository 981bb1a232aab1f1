import type { Evidence, VolumesEvidence } from '../contracts';
import { volumeClasses } from './volume-classes';

/** What is different by cloud in where volumes of pods show their promises. */
interface VolumesOf {
  /** CSI driver of the cloud's disks. */
  readonly driver: string;
  /** Parameters of the storage class that name the key. */
  readonly ownKey: readonly Pick<Evidence, 'path' | 'is'>[];
  /** Parameters that make the fast class fast. */
  readonly fast: Pick<Evidence, 'path' | 'is'>;
  /** What makes copies possible, or says where they lie. */
  readonly snapshots: Evidence;
}

/** Copies of volumes, by the class that a site's charts make. */
export const copiesOf = (driver: string) =>
  ({ in: 'kubernetes', type: 'VolumeSnapshotClass', where: { path: 'driver', equals: driver } }) as const;

/** Where volumes of pods show their promises. A copy has the key of its volume. */
export function volumesEvidence({ driver, ownKey: [first, ...rest], fast, snapshots }: VolumesOf): VolumesEvidence {
  const disks = { in: 'kubernetes', type: 'StorageClass', where: { path: 'provisioner', equals: driver } } as const;
  if (!first) throw new Error(`no parameter of ${driver} names a key`);
  return {
    'volumes.own-key': [{ ...disks, ...first }, ...rest.map((field) => ({ ...disks, ...field }))],
    'volumes.expandable': [{ ...disks, path: 'allowVolumeExpansion', is: { equals: true } }],
    'volumes.fast': [{ ...disks, ...fast, where: { path: 'metadata.name', equals: volumeClasses.fast } }],
    'volumes.snapshots': [
      { ...copiesOf(driver), path: 'driver', is: { present: true } },
      { in: 'kubernetes', type: 'VolumeSnapshotClass', path: 'deletionPolicy', is: { present: true } },
      {
        in: 'kubernetes',
        type: 'CronJob',
        optional: true,
        path: 'spec.suspend',
        is: { absent: true },
        where: { path: 'metadata.name', equals: 'volume-snapshots' },
      },
      snapshots,
    ],
  };
}
