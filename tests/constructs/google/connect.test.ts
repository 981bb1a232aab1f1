import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { GoogleCluster, GoogleNetwork } from '../../../constructs/google';
import { connect } from '../../../constructs/google/connect';
import { googleSite } from '../../fixtures/sites';

describe('connect', () => {
  it('goes to the DNS name, trusts public authorities and stores no credential', () => {
    const site = googleSite();
    const stack = new TerraformStack(Testing.app(), 'test');
    const network = new GoogleNetwork(stack, 'network', { site });
    const cluster = new GoogleCluster(stack, 'cluster', { site, network });
    const connection = connect(site, cluster);
    expect(connection).not.toHaveProperty('clusterCaCertificate');
    new TerraformOutput(stack, 'connection', { value: connection });
    expect(JSON.parse(Testing.synth(stack)).output.connection.value).toEqual({
      host: expect.stringMatching(
        /^https:\/\/\$\{google_container_cluster\..+\.control_plane_endpoints_config\[0\]\.dns_endpoint_config\[0\]\.endpoint\}$/,
      ),
      exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin', args: [] },
    });
  });
});
