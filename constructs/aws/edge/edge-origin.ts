import { CloudfrontVpcOrigin } from '@cdktf/provider-aws/lib/cloudfront-vpc-origin';
import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite, SiteEdge } from '../../../environments/model';
import { edgeHealthPath, edgePort } from '../../contracts';
import { frontName, siteScoped } from '../names';

export interface AwsEdgeOriginProps {
  readonly site: AwsSite;
  readonly edge: SiteEdge;
  /** ARN of a certificate of the site's region, for every name of the edge. */
  readonly certificateArn: string;
  /** What makes the certificate valid. */
  readonly proven: readonly ITerraformDependable[];
}

/**
 * The private end of the edge: a load balancer without a public address, whose certificate CloudFront can check, and
 * which passes on to the gateway's own. CloudFront wants a load balancer with a security group; the one that the cluster
 * makes has none.
 */
export class AwsEdgeOrigin extends Construct {
  readonly vpcOriginId: string;
  readonly domainName: string;

  constructor(scope: Construct, id: string, { site, edge, certificateArn, proven }: AwsEdgeOriginProps) {
    super(scope, id);
    const vpc = new DataAwsVpc(this, 'vpc', { tags: { Name: siteScoped(site, 'vpc'), site: site.name } });
    const subnets = new DataAwsSubnets(this, 'subnets', {
      filter: [
        { name: 'vpc-id', values: [vpc.id] },
        { name: 'tag:Name', values: site.zones.map((zone) => siteScoped(site, `endpoints-${zone}`)) },
      ],
    });
    const balancer = new Lb(this, 'balancer', {
      name: frontName(site),
      internal: true,
      loadBalancerType: 'application',
      subnets: subnets.ids,
      securityGroups: [this.group(site, vpc.id)],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'strictest',
      enableDeletionProtection: site.deletionProtection,
      enableHttp2: true,
      // As long as CloudFront waits.
      idleTimeout: 60,
    });
    const gateway = new LbTargetGroup(this, 'gateway', {
      name: frontName(site),
      vpcId: vpc.id,
      targetType: 'ip',
      port: edgePort,
      protocol: 'HTTPS',
      healthCheck: {
        path: edgeHealthPath,
        protocol: 'HTTPS',
        matcher: '200',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
    });
    for (const address of edge.gatewayAddresses) {
      new LbTargetGroupAttachment(this, address, { targetGroupArn: gateway.arn, targetId: address, port: edgePort });
    }
    new LbListener(this, 'listener', {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificateArn,
      defaultAction: [{ type: 'forward', targetGroupArn: gateway.arn }],
      dependsOn: [...proven],
    });
    const origin = new CloudfrontVpcOrigin(this, 'origin', {
      vpcOriginEndpointConfig: [
        {
          name: siteScoped(site, 'edge'),
          arn: balancer.arn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: 'https-only',
          originSslProtocols: [{ items: ['TLSv1.2'], quantity: 1 }],
        },
      ],
    });
    this.vpcOriginId = origin.id;
    this.domainName = balancer.dnsName;
  }

  /** CloudFront's own addresses come in, and what came in reaches the network. */
  private group(site: AwsSite, vpcId: string): string {
    const name = siteScoped(site, 'edge');
    const group = new SecurityGroup(this, 'group', {
      vpcId,
      name,
      description: `CloudFront before ${site.name}`,
      tags: { Name: name },
    });
    const cloudfront = new DataAwsEc2ManagedPrefixList(this, 'cloudfront', {
      name: 'com.amazonaws.global.cloudfront.origin-facing',
    });
    const rule = { securityGroupId: group.id, ipProtocol: 'tcp' };
    new VpcSecurityGroupIngressRule(this, 'from-cloudfront', {
      ...rule,
      description: 'CloudFront',
      prefixListId: cloudfront.id,
      fromPort: 443,
      toPort: 443,
    });
    new VpcSecurityGroupEgressRule(this, 'to-gateway', {
      ...rule,
      description: 'The gateway of the site',
      cidrIpv4: site.addresses.network,
      fromPort: edgePort,
      toPort: edgePort,
    });
    return group.id;
  }
}
