import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { AwsCluster, AwsNetwork } from '../../../constructs/aws';
import { connect } from '../../../constructs/aws/connect';
import { awsSite } from '../../fixtures/sites';

describe('connect', () => {
  it('signs in with a short-lived token of whoever runs Terraform', () => {
    const site = awsSite();
    const stack = new TerraformStack(Testing.app(), 'test');
    const network = new AwsNetwork(stack, 'network', { site });
    const cluster = new AwsCluster(stack, 'cluster', { site, network });
    new TerraformOutput(stack, 'connection', { value: connect(site, cluster) });
    expect(JSON.parse(Testing.synth(stack)).output.connection.value).toEqual({
      host: expect.stringMatching(/^\$\{aws_eks_cluster\..+\.endpoint\}$/),
      clusterCaCertificate: expect.stringMatching(/^\$\{base64decode\(aws_eks_cluster\..+certificate_authority.+\)\}$/),
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', 'test-aws-eu-west-1', '--region', 'eu-west-1', '--output', 'json'],
      },
    });
  });
});
