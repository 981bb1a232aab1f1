import { Ec2Tag } from '@cdktf/provider-aws/lib/ec2-tag';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { AwsIdentity, type AwsIdentityProps } from '../data/identity';
import { AwsRole, serviceTrust } from '../iam';
import { discoveryTag, rolePath } from '../names';
import { AwsInterruptionQueue } from './interruption-queue';
import { karpenterGrants } from './karpenter-grants';
import { machineProfileName, machineRoleParts } from './node-classes';

/** The service account that Karpenter runs as; its chart names it after the release. */
export const karpenterServiceAccount = { namespace: 'karpenter', name: 'karpenter' } as const;

/** What nodes may do of their own: to join and to pull images. Everything else is for the pods' own identities. */
export const nodePolicies = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'] as const;

export interface AwsKarpenterProps {
  readonly site: AwsSite;
  readonly cluster: AwsIdentityProps['cluster'];
  /** Security group that EKS made for the machines of the cluster. */
  readonly clusterSecurityGroupId: string;
  /** ARN of the key of node disks. */
  readonly diskKeyId: string;
}

/**
 * What Karpenter needs of AWS: an identity of its own that can touch nothing but the machines it made; a role, a profile
 * and a way into the cluster for those machines; the tag by which it finds their security group; warnings before AWS
 * takes a machine back. The machines themselves are described by objects in the cluster (see `node-classes.ts`).
 */
export class AwsKarpenter extends Construct {
  constructor(scope: Construct, id: string, props: AwsKarpenterProps) {
    super(scope, id);
    const { site, cluster, clusterSecurityGroupId, diskKeyId } = props;
    const nodes = new AwsRole(this, 'node-role', {
      site,
      name: machineRoleParts,
      description: `Machines that Karpenter makes on ${site.name}`,
      trust: serviceTrust('ec2.amazonaws.com'),
      managedPolicies: nodePolicies,
    });
    new IamInstanceProfile(this, 'profile', {
      name: machineProfileName(site),
      path: rolePath(site),
      role: nodes.name,
    });
    new EksAccessEntry(this, 'access', {
      clusterName: cluster.clusterName,
      principalArn: nodes.arn,
      type: 'EC2_LINUX',
    });
    new Ec2Tag(this, 'discovery', {
      resourceId: clusterSecurityGroupId,
      key: discoveryTag,
      value: site.name,
    });
    const queue = new AwsInterruptionQueue(this, 'interruptions', { site });
    new AwsIdentity(this, 'identity', {
      site,
      cluster,
      name: ['karpenter'],
      namespace: karpenterServiceAccount.namespace,
      serviceAccount: karpenterServiceAccount.name,
      grants: karpenterGrants({ site, queueArn: queue.arn, nodeRoleArn: nodes.arn, diskKeyId }),
    });
  }
}
