import { kubernetesFacts } from '../../../constructs/azure/kubernetes-facts';
import { azureSite } from '../../fixtures/sites';
import { synthesize, theOnly } from './azure-stacks';

describe('kubernetesFacts', () => {
  it('is plain data that names what the stacks make', () => {
    const { cluster, data } = synthesize();
    const disks = theOnly(cluster, 'azurerm_disk_encryption_set').name;
    expect(kubernetesFacts(azureSite())).toEqual({
      imageMirrors: {},
      edge: {
        trustedHops: 1,
        loadBalancer: {
          'service.beta.kubernetes.io/azure-pls-create': 'true',
          'service.beta.kubernetes.io/azure-pls-name': 'test-azure-westeurope-edge',
        },
      },
      secretStoreProvider: {
        azurekv: {
          authType: 'WorkloadIdentity',
          tenantId: '00000000-0000-0000-0000-000000000002',
          vaultUrl: `https://${theOnly(data, 'azurerm_key_vault').name}.vault.azure.net`,
        },
      },
      storageClass: {
        provisioner: 'disk.csi.azure.com',
        parameters: {
          skuName: 'Premium_LRS',
          diskEncryptionSetID: `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/test-azure-westeurope-cluster/providers/Microsoft.Compute/diskEncryptionSets/${disks}`,
          networkAccessPolicy: 'DenyAll',
          publicNetworkAccess: 'Disabled',
        },
      },
      fastStorageClass: {
        provisioner: 'disk.csi.azure.com',
        parameters: {
          skuName: 'PremiumV2_LRS',
          cachingMode: 'None',
          DiskIOPSReadWrite: '12000',
          DiskMBpsReadWrite: '500',
          diskEncryptionSetID: `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/test-azure-westeurope-cluster/providers/Microsoft.Compute/diskEncryptionSets/${disks}`,
          networkAccessPolicy: 'DenyAll',
          publicNetworkAccess: 'Disabled',
        },
      },
      people: {
        viewer: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1'],
        operator: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa2'],
        'break-glass': [],
      },
      snapshotClass: { driver: 'disk.csi.azure.com', parameters: { incremental: 'true' } },
      nodeObjects: [],
      privateLoadBalancerAnnotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
      apiServerCidrs: ['10.10.16.0/28'],
      nodeCidrs: ['10.8.0.0/19', '168.63.129.16/32'],
    });
  });
});
