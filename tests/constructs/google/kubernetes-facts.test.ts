import { kubernetesFacts } from '../../../constructs/google/kubernetes-facts';
import { googleSite } from '../../fixtures/sites';

const site = googleSite();
const diskKey =
  'projects/acme-ml-test/locations/europe-west1/keyRings/test-google-europe-west1-cluster/cryptoKeys/disks';

describe('kubernetesFacts', () => {
  it('is plain data', () => {
    expect(kubernetesFacts(site)).toEqual({
      imageMirrors: {},
      edge: {
        trustedHops: 2,
        pods: { 'cloud.google.com/neg': '{"exposed_ports":{"8443":{"name":"test-google-europe-west1-edge"}}}' },
      },
      secretStoreProvider: { gcpsm: { projectID: 'acme-ml-test' } },
      storageClass: {
        provisioner: 'pd.csi.storage.gke.io',
        parameters: { type: 'pd-balanced', 'disk-encryption-kms-key': diskKey },
      },
      fastStorageClass: {
        provisioner: 'pd.csi.storage.gke.io',
        parameters: { type: 'pd-ssd', 'disk-encryption-kms-key': diskKey },
      },
      people: {
        viewer: ['ml-platform-viewers@example.com'],
        operator: ['ml-platform-operators@example.com'],
        'break-glass': [],
      },
      snapshotClass: {
        driver: 'pd.csi.storage.gke.io',
        parameters: { 'storage-locations': 'europe-west1' },
      },
      nodeObjects: [],
      privateLoadBalancerAnnotations: { 'networking.gke.io/load-balancer-type': 'Internal' },
      apiServerCidrs: ['10.6.16.0/28'],
      nodeCidrs: ['10.4.0.0/19', '35.191.0.0/16', '130.211.0.0/22'],
    });
  });

  it('makes volumes that the general machines can mount', () => {
    const pools = site.pools.map((pool) => ({ ...pool, machineType: 'n4-standard-4' }));
    expect(kubernetesFacts({ ...site, pools }).storageClass?.parameters.type).toBe('hyperdisk-balanced');
    expect(kubernetesFacts({ ...site, pools }).fastStorageClass?.parameters).toMatchObject({
      type: 'hyperdisk-balanced',
      'provisioned-iops-on-create': '12000',
      'provisioned-throughput-on-create': '500Mi',
    });
  });
});
