import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { AwsRole, serviceTrust } from '../iam';
import { roleName, rolePath, siteScoped } from '../names';
import type { AwsSiteNetwork } from '../site-network';

export interface AwsAccessHostProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  /** ARN of the key of its disk. */
  readonly diskKeyId: string;
}

/** Amazon's newest image of this kind, looked up by EC2 at each start. */
const image = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';
/** Thirty days: each month a fresh machine with the newest image. */
const maxLifetimeSeconds = 2592000;

/**
 * The operators' way in where no VPN reaches the network: a small machine without keys, inbound rules or a public
 * address. IAM decides who may open a session, CloudTrail writes it down, and all it can do is forward to port 443 of
 * the network. It is replaced every month, or when it or its zone fails.
 *
 * `aws ssm start-session --target <instance> --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters
 * host=<endpoint of the API server>,portNumber=443,localPortNumber=443`
 */
export class AwsAccessHost extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: AwsAccessHostProps) {
    super(scope, id);
    const { site, network } = props;
    const name = siteScoped(site, 'access');
    const group = new SecurityGroup(this, 'group', {
      vpcId: network.networkId,
      name,
      description: 'Access host: nothing comes in, TLS to the network goes out',
      tags: { Name: name },
    });
    new VpcSecurityGroupEgressRule(this, 'to-network', {
      securityGroupId: group.id,
      description: 'API server and private endpoints',
      cidrIpv4: site.addresses.network,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    });
    this.securityGroupId = group.id;

    const template = this.template(props, name, group.id);
    new AutoscalingGroup(this, 'host', {
      name,
      minSize: 1,
      maxSize: 1,
      vpcZoneIdentifier: [...network.accessSubnetIds],
      launchTemplate: { name: template.name, version: template.latestVersion.toString() },
      maxInstanceLifetime: maxLifetimeSeconds,
      instanceRefresh: { strategy: 'Rolling' },
      // An apply need not wait for it.
      waitForCapacityTimeout: '0',
      tag: Object.entries({ ...site.tags, Name: name }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: false,
      })),
    });
  }

  private template({ site, diskKeyId }: AwsAccessHostProps, name: string, groupId: string): LaunchTemplate {
    const role = new AwsRole(this, 'role', {
      site,
      name: ['access'],
      description: `Access host of ${site.name}: sessions, nothing else`,
      trust: serviceTrust('ec2.amazonaws.com'),
      managedPolicies: ['AmazonSSMManagedInstanceCore'],
    });
    const profile = new IamInstanceProfile(this, 'profile', {
      name: roleName(site, 'access'),
      path: rolePath(site),
      role: role.name,
    });
    return new LaunchTemplate(this, 'template', {
      name,
      description: 'Access host',
      updateDefaultVersion: true,
      imageId: image,
      instanceType: 't4g.nano',
      iamInstanceProfile: { arn: profile.arn },
      vpcSecurityGroupIds: [groupId],
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: {
            volumeType: 'gp3',
            volumeSize: 8,
            encrypted: 'true',
            kmsKeyId: diskKeyId,
            deleteOnTermination: 'true',
          },
        },
      ],
      tagSpecifications: ['instance', 'network-interface', 'volume'].map((resourceType) => ({
        resourceType,
        tags: { ...site.tags, Name: name },
      })),
    });
  }
}
