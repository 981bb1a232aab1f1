import { volumesEvidence as ofDisks } from '../../kubernetes/volumes-evidence';

/** Where volumes on Azure's disks show their promises. */
export const volumesEvidence = ofDisks({
  driver: 'disk.csi.azure.com',
  ownKey: [
    { path: 'parameters.diskEncryptionSetID', is: { present: true } },
    { path: 'parameters.networkAccessPolicy', is: { equals: 'DenyAll' } },
    { path: 'parameters.publicNetworkAccess', is: { equals: 'Disabled' } },
  ],
  fast: { path: 'parameters.DiskIOPSReadWrite', is: { matches: /^\d{5}$/ } },
  snapshots: {
    in: 'cluster',
    type: 'azurerm_kubernetes_cluster',
    path: 'storage_profile.snapshot_controller_enabled',
    is: { equals: true },
  },
});
