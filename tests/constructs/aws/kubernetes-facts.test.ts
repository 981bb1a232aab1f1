import { kubernetesFacts } from '../../../constructs/aws/kubernetes-facts';
import { awsSite } from '../../fixtures/sites';

const facts = kubernetesFacts(awsSite());

describe('Kubernetes facts', () => {
  it('encrypts volumes with a key that is known by its alias', () => {
    expect(facts.storageClass).toEqual({
      provisioner: 'ebs.csi.aws.com',
      parameters: {
        type: 'gp3',
        encrypted: 'true',
        kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:alias/evenkeel/test-aws-eu-west-1/disks',
      },
    });
  });

  it('states the speed of fast volumes, under the same key', () => {
    expect(facts.fastStorageClass).toEqual({
      provisioner: 'ebs.csi.aws.com',
      parameters: { ...facts.storageClass?.parameters, iops: '12000', throughput: '500' },
    });
  });

  it('reads secrets without a stored credential', () => {
    expect(facts.secretStoreProvider).toEqual({ aws: { service: 'SecretsManager', region: 'eu-west-1' } });
  });

  it('keeps load balancers private', () => {
    expect(facts.privateLoadBalancerAnnotations).toMatchObject({
      'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
    });
  });

  it('finds the API server at its interfaces and behind its service', () => {
    expect(facts.apiServerCidrs).toEqual(['10.0.192.0/22', '10.2.0.1/32']);
    expect(facts.nodeCidrs).toEqual(['10.0.0.0/19', '10.0.32.0/19', '10.0.64.0/19']);
  });
});
