import type { VolumesEvidence } from '../contracts';

const driver = 'ebs.csi.aws.com';
const disks = { in: 'kubernetes', type: 'StorageClass', where: { path: 'provisioner', equals: driver } } as const;
const copies = { in: 'kubernetes', type: 'VolumeSnapshotClass', where: { path: 'driver', equals: driver } } as const;

/** Where volumes of pods show their promises. A copy has the key of its volume. */
export const volumesEvidence: VolumesEvidence = {
  'volumes.own-key': [
    { ...disks, path: 'parameters.kmsKeyId', is: { matches: /^arn:aws:kms:.*:(alias|key)\// } },
    { ...disks, path: 'parameters.encrypted', is: { equals: 'true' } },
  ],
  'volumes.expandable': [{ ...disks, path: 'allowVolumeExpansion', is: { equals: true } }],
  'volumes.snapshots': [
    { ...copies, path: 'driver', is: { present: true } },
    { in: 'kubernetes', type: 'VolumeSnapshotClass', path: 'deletionPolicy', is: { present: true } },
    {
      in: 'kubernetes',
      type: 'CronJob',
      optional: true,
      path: 'spec.suspend',
      is: { absent: true },
      where: { path: 'metadata.name', equals: 'volume-snapshots' },
    },
    {
      in: 'cluster',
      type: 'aws_eks_addon',
      path: 'addon_name',
      is: { equals: 'snapshot-controller' },
      quantifier: 'some',
    },
  ],
};
