import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import {
  VpcSecurityGroupIngressRule,
  type VpcSecurityGroupIngressRuleConfig,
} from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite, SiteEdge } from '../../../environments/model';
import { edgeHealthPath, edgePort, strictTransportSeconds } from '../../contracts';
import { frontName, siteScoped } from '../names';

type LetIn = Pick<VpcSecurityGroupIngressRuleConfig, 'prefixListId' | 'cidrIpv4'>;

interface Face {
  readonly subnets: string;
  /** Who calls it, as rules of its security group name them. */
  readonly callers: string;
  readonly letIn: (scope: Construct) => LetIn;
  /** Construct id. */
  readonly rule: string;
  /** What it is besides that. */
  readonly balancer: object;
  readonly listener: object;
}

/** Whom a load balancer stands before. Nobody is heard without TLS. */
const faces = {
  cloudfront: {
    subnets: 'endpoints',
    callers: 'CloudFront',
    letIn: (scope) => ({
      prefixListId: new DataAwsEc2ManagedPrefixList(scope, 'cloudfront', {
        name: 'com.amazonaws.global.cloudfront.origin-facing',
      }).id,
    }),
    rule: 'from-cloudfront',
    balancer: { internal: true },
    listener: {},
  },
  internet: {
    subnets: 'public',
    callers: 'Callers',
    letIn: () => ({ cidrIpv4: '0.0.0.0/0' }),
    rule: 'from-callers',
    balancer: { internal: false, tags: { faces: 'internet' } },
    // What the distribution adds elsewhere: browsers come again by TLS only.
    listener: {
      routingHttpResponseStrictTransportSecurityHeaderValue: `max-age=${strictTransportSeconds}; includeSubDomains`,
      routingHttpResponseXContentTypeOptionsHeaderValue: 'nosniff',
      routingHttpResponseServerEnabled: false,
    },
  },
} as const satisfies Readonly<Record<string, Face>>;

export interface AwsEdgeBalancerProps {
  readonly site: AwsSite;
  readonly edge: SiteEdge;
  readonly facing: keyof typeof faces;
  /** ARN of a certificate of the site's region, for every name of the edge. */
  readonly certificateArn: string;
  /** What makes the certificate valid. */
  readonly proven: readonly ITerraformDependable[];
}

/** A load balancer that passes on, by TLS, to the gateway's own; that one has no security group and no public certificate. */
export class AwsEdgeBalancer extends Construct {
  readonly balancer: Lb;

  constructor(scope: Construct, id: string, { site, edge, facing, certificateArn, proven }: AwsEdgeBalancerProps) {
    super(scope, id);
    const face: Face = faces[facing];
    const vpc = new DataAwsVpc(this, 'vpc', { tags: { Name: siteScoped(site, 'vpc'), site: site.name } });
    const subnets = new DataAwsSubnets(this, 'subnets', {
      filter: [
        { name: 'vpc-id', values: [vpc.id] },
        { name: 'tag:Name', values: site.zones.map((zone) => siteScoped(site, `${face.subnets}-${zone}`)) },
      ],
    });
    this.balancer = new Lb(this, 'balancer', {
      name: frontName(site),
      ...face.balancer,
      loadBalancerType: 'application',
      subnets: subnets.ids,
      securityGroups: [this.group(site, vpc.id, face)],
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
      loadBalancerArn: this.balancer.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificateArn,
      defaultAction: [{ type: 'forward', targetGroupArn: gateway.arn }],
      ...face.listener,
      dependsOn: [...proven],
    });
  }

  /** The callers come in, and what came in reaches the network. */
  private group(site: AwsSite, vpcId: string, face: Face): string {
    const name = siteScoped(site, 'edge');
    const group = new SecurityGroup(this, 'group', {
      vpcId,
      name,
      description: `${face.callers} before ${site.name}`,
      tags: { Name: name },
    });
    const who = face.letIn(this);
    const rule = { securityGroupId: group.id, ipProtocol: 'tcp' };
    new VpcSecurityGroupIngressRule(this, face.rule, {
      ...rule,
      description: face.callers,
      ...who,
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
