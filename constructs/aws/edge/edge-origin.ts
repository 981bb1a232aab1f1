import { CloudfrontVpcOrigin } from '@cdktf/provider-aws/lib/cloudfront-vpc-origin';
import type { Construct } from 'constructs';
import { siteScoped } from '../names';
import { AwsEdgeBalancer, type AwsEdgeBalancerProps } from './edge-balancer';

/**
 * The private end of the edge: a load balancer without a public address, whose certificate CloudFront can check.
 * CloudFront wants a load balancer with a security group; the one that the cluster makes has none.
 */
export class AwsEdgeOrigin extends AwsEdgeBalancer {
  readonly vpcOriginId: string;
  readonly domainName: string;

  constructor(scope: Construct, id: string, props: Omit<AwsEdgeBalancerProps, 'facing'>) {
    super(scope, id, { ...props, facing: 'cloudfront' });
    const origin = new CloudfrontVpcOrigin(this, 'origin', {
      vpcOriginEndpointConfig: [
        {
          name: siteScoped(props.site, 'edge'),
          arn: this.balancer.arn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: 'https-only',
          originSslProtocols: [{ items: ['TLSv1.2'], quantity: 1 }],
        },
      ],
    });
    this.vpcOriginId = origin.id;
    this.domainName = this.balancer.dnsName;
  }
}
