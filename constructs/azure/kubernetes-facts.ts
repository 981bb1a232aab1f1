import type { AzureSite } from '../../environments/model';
import { fastVolume } from '../../services';
import { edgeServiceName, type KubernetesFacts } from '../contracts';
import { nodeObjects } from './cluster/node-classes';
import { adoptedImages } from './data/adopted-registry';
import { cloudMetrics } from './data/cloud-metrics';
import { clusterStateStore } from './data/cluster-state';
import { imageMirrors } from './data/registry';
import { diskEncryptionSetId, vaultUrl } from './names';

/** Probes of Azure's load balancers come from here. */
const probeCidr = '168.63.129.16/32';

/** An own key, and nobody exports a disk by a link. */
const closed = (site: AzureSite): Readonly<Record<string, string>> => ({
  diskEncryptionSetID: diskEncryptionSetId(site),
  networkAccessPolicy: 'DenyAll',
  publicNetworkAccess: 'Disabled',
});

/** What charts must know of an AKS cluster; nothing in it has to be read from the cloud. */
export const kubernetesFacts = (site: AzureSite): KubernetesFacts => ({
  // No credentials: External Secrets runs under an identity of its own.
  secretStoreProvider: {
    azurekv: { authType: 'WorkloadIdentity', tenantId: site.tenantId, vaultUrl: vaultUrl(site, 'data') },
  },
  storageClass: { provisioner: 'disk.csi.azure.com', parameters: { skuName: 'Premium_LRS', ...closed(site) } },
  fastStorageClass: {
    provisioner: 'disk.csi.azure.com',
    parameters: {
      skuName: 'PremiumV2_LRS',
      // Premium SSD v2 knows no other.
      cachingMode: 'None',
      DiskIOPSReadWrite: `${fastVolume.operationsPerSecond}`,
      DiskMBpsReadWrite: `${fastVolume.mebibytesPerSecond}`,
      ...closed(site),
    },
  },
  people: { viewer: site.people.viewers, operator: site.people.operators, 'break-glass': [] },
  // Front Door, over Private Link. Nobody else is let in before an administrator says so.
  edge: {
    trustedHops: 1,
    loadBalancer: {
      'service.beta.kubernetes.io/azure-pls-create': 'true',
      'service.beta.kubernetes.io/azure-pls-name': edgeServiceName(site),
    },
  },
  // A snapshot has the key set of its volume, and holds what has changed since the one before.
  snapshotClass: { driver: 'disk.csi.azure.com', parameters: { incremental: 'true' } },
  nodeObjects: nodeObjects(site),
  imageMirrors: imageMirrors(site),
  adoptedImages: adoptedImages(site),
  cloudMetrics: cloudMetrics(site),
  clusterState: clusterStateStore(site),
  privateLoadBalancerAnnotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
  apiServerCidrs: [site.addresses.controlPlane],
  nodeCidrs: [...site.addresses.nodes.slice(0, 1), probeCidr],
});
