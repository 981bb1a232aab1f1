import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { AwsIdentity, type AwsIdentityProps } from '../data/identity';
import { regionalArn } from '../names';

/** The service account that the cluster autoscaler runs as. */
export const autoscalerServiceAccount = { namespace: 'cluster-autoscaler', name: 'cluster-autoscaler' } as const;

export interface AwsAutoscalerIdentityProps {
  readonly site: AwsSite;
  readonly cluster: AwsIdentityProps['cluster'];
}

/**
 * Managed node groups have bounds but nothing that moves between them: that is the cluster autoscaler, which finds the
 * groups of its cluster by the tags that EKS gives them. It may look at everything and change only those.
 */
export class AwsAutoscalerIdentity extends Construct {
  constructor(scope: Construct, id: string, { site, cluster }: AwsAutoscalerIdentityProps) {
    super(scope, id);
    new AwsIdentity(this, 'identity', {
      site,
      cluster,
      name: ['cluster-autoscaler'],
      namespace: autoscalerServiceAccount.namespace,
      serviceAccount: autoscalerServiceAccount.name,
      grants: [
        {
          actions: [
            'autoscaling:DescribeAutoScalingGroups',
            'autoscaling:DescribeAutoScalingInstances',
            'autoscaling:DescribeLaunchConfigurations',
            'autoscaling:DescribeScalingActivities',
            'autoscaling:DescribeTags',
            'ec2:DescribeImages',
            'ec2:DescribeInstanceTypes',
            'ec2:DescribeLaunchTemplateVersions',
            'ec2:GetInstanceTypesFromInstanceRequirements',
          ],
          // None of these can be narrowed to a resource.
          resources: ['*'],
        },
        {
          actions: ['eks:DescribeNodegroup'],
          resources: [regionalArn(site, 'eks', `nodegroup/${site.name}/*`)],
        },
        {
          actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
          resources: [regionalArn(site, 'autoscaling', 'autoScalingGroup:*')],
          conditions: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${site.name}`]: 'owned' } },
        },
      ],
    });
  }
}
