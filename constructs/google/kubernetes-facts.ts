import type { GoogleSite } from '../../environments/model';
import { edgePort, edgeServiceName, type KubernetesFacts, siteNeeds } from '../contracts';
import { nodeObjects } from './cluster/compute-classes';
import { adoptedImages } from './data/adopted-registry';
import { cloudMetrics } from './data/cloud-metrics';
import { clusterStateStore } from './data/cluster-state';
import { imageMirrors } from './data/registry';
import { fastVolumeType, volumeType } from './machine-families';
import { diskKeyPath } from './names';
import { healthCheckCidrs } from './network/google-apis';

/** What charts must know of a GKE cluster; nothing in it has to be read from the cloud. */
export const kubernetesFacts = (site: GoogleSite): KubernetesFacts => ({
  // No credentials: External Secrets runs under an identity of its own.
  secretStoreProvider: { gcpsm: { projectID: site.projectId } },
  storageClass: {
    provisioner: 'pd.csi.storage.gke.io',
    parameters: { type: volumeType(site), 'disk-encryption-kms-key': diskKeyPath(site) },
  },
  fastStorageClass: {
    provisioner: 'pd.csi.storage.gke.io',
    parameters: { ...fastVolumeType(site), 'disk-encryption-kms-key': diskKeyPath(site) },
  },
  people: { viewer: site.people.viewers, operator: site.people.operators, 'break-glass': [] },
  // The load balancer calls the pods, and says whom it heard and who it is.
  edge: {
    trustedHops: 2,
    pods: {
      'cloud.google.com/neg': JSON.stringify({ exposed_ports: { [edgePort]: { name: edgeServiceName(site) } } }),
    },
  },
  // A snapshot has the key of its volume. Without a place it would lie in every region around.
  snapshotClass: { driver: 'pd.csi.storage.gke.io', parameters: { 'storage-locations': site.region } },
  ...(siteNeeds(site, 'files')
    ? {
        filesSnapshotClass: {
          driver: 'filestore.csi.storage.gke.io',
          parameters: { type: 'backup', location: site.region },
        },
      }
    : {}),
  nodeObjects: nodeObjects(site),
  imageMirrors: imageMirrors(site),
  adoptedImages: adoptedImages(site),
  cloudMetrics: cloudMetrics(site),
  clusterState: clusterStateStore(site),
  privateLoadBalancerAnnotations: {
    'networking.gke.io/load-balancer-type': 'Internal',
    // Without it only its own region reaches a load balancer, and a site that is joined by a peering is in another.
    ...(site.peeredTo ? { 'networking.gke.io/internal-load-balancer-allow-global-access': 'true' } : {}),
  },
  apiServerCidrs: [site.addresses.controlPlane],
  nodeCidrs: [...site.addresses.nodes.slice(0, 1), ...healthCheckCidrs],
});
