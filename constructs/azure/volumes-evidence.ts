import type { VolumesEvidence } from '../contracts';

const driver = 'disk.csi.azure.com';
const disks = { in: 'kubernetes', type: 'StorageClass', where: { path: 'provisioner', equals: driver } } as const;
const copies = { in: 'kubernetes', type: 'VolumeSnapshotClass', where: { path: 'driver', equals: driver } } as const;

/** Where volumes of pods show their promises. A copy has the key of its volume. */
export const volumesEvidence: VolumesEvidence = {
  'volumes.own-key': [
    { ...disks, path: 'parameters.diskEncryptionSetID', is: { present: true } },
    { ...disks, path: 'parameters.networkAccessPolicy', is: { equals: 'DenyAll' } },
    { ...disks, path: 'parameters.publicNetworkAccess', is: { equals: 'Disabled' } },
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
      type: 'azurerm_kubernetes_cluster',
      path: 'storage_profile.snapshot_controller_enabled',
      is: { equals: true },
    },
  ],
};
