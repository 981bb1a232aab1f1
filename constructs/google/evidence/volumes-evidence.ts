import { copiesOf, volumesEvidence as ofDisks } from '../../kubernetes/volumes-evidence';

const driver = 'pd.csi.storage.gke.io';

/** Where volumes on Persistent Disk and Hyperdisk show their promises. */
export const volumesEvidence = ofDisks({
  driver,
  ownKey: [{ path: 'parameters.disk-encryption-kms-key', is: { matches: /\/cryptoKeys\// } }],
  fast: { path: 'parameters.type', is: { matches: /^(hyperdisk-balanced|pd-ssd)$/ } },
  // Nowhere but in the site's region.
  snapshots: { ...copiesOf(driver), path: 'parameters.storage-locations', is: { present: true } },
});
