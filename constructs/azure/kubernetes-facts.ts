import type { AzureSite } from '../../environments/model';
import { edgeServiceName, type KubernetesFacts } from '../contracts';
import { adoptedImages } from './adopted-registry';
import { cloudMetrics } from './cloud-metrics';
import { diskEncryptionSetId, vaultUrl } from './names';
import { nodeObjects } from './node-classes';
import { imageMirrors } from './registry';

/** Probes of Azure's load balancers come from here. */
const probeCidr = '168.63.129.16/32';

/** What charts must know of an AKS cluster; nothing in it has to be read from the cloud. */
export const kubernetesFacts = (site: AzureSite): KubernetesFacts => ({
  // No credentials: External Secrets runs under an identity of its own.
  secretStoreProvider: {
    azurekv: { authType: 'WorkloadIdentity', tenantId: site.tenantId, vaultUrl: vaultUrl(site, 'data') },
  },
  storageClass: {
    provisioner: 'disk.csi.azure.com',
    parameters: {
      skuName: 'Premium_LRS',
      diskEncryptionSetID: diskEncryptionSetId(site),
      // Nobody exports a disk by a link.
      networkAccessPolicy: 'DenyAll',
      publicNetworkAccess: 'Disabled',
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
  privateLoadBalancerAnnotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
  apiServerCidrs: [site.addresses.controlPlane],
  nodeCidrs: [...site.addresses.nodes.slice(0, 1), probeCidr],
});
