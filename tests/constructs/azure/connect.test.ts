import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { AzureCluster, AzureNetwork } from '../../../constructs/azure';
import { connect } from '../../../constructs/azure/connect';
import { azureSite } from '../../fixtures/sites';

describe('connect', () => {
  it('goes to the private name with a token of whoever is signed in, and stores no credential', () => {
    const site = azureSite();
    const stack = new TerraformStack(Testing.app(), 'test');
    const network = new AzureNetwork(stack, 'network', { site });
    const cluster = new AzureCluster(stack, 'cluster', { site, network });
    new TerraformOutput(stack, 'connection', { value: connect(site, cluster) });
    expect(JSON.parse(Testing.synth(stack)).output.connection.value).toEqual({
      host: expect.stringMatching(/^https:\/\/\$\{azurerm_kubernetes_cluster\..+\.private_fqdn\}:443$/),
      clusterCaCertificate: expect.stringMatching(
        /^\$\{base64decode\(azurerm_kubernetes_cluster\..+\.kube_config\[0\]\.cluster_ca_certificate\)\}$/,
      ),
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'kubelogin',
        args: [
          'get-token',
          '--login',
          'azurecli',
          '--server-id',
          '6dae42f8-4368-4678-94ff-3960e28e3630',
          '--tenant-id',
          '00000000-0000-0000-0000-000000000002',
        ],
      },
    });
  });
});
