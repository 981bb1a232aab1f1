import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Construct } from 'constructs';
import type { AwsSite } from '../../environments/model';
import { ciRoleArn } from './names';

/** EKS's own policies, from the least to the most. */
export type ClusterPolicy = 'AmazonEKSViewPolicy' | 'AmazonEKSClusterAdminPolicy';

/** Who may do what in the cluster: the site's administrators, and its pipeline. */
function accessOf(site: AwsSite): Record<string, ClusterPolicy> {
  const pipeline: Record<string, ClusterPolicy> = site.ci
    ? {
        [ciRoleArn(site, 'plan')]: 'AmazonEKSViewPolicy',
        [ciRoleArn(site, 'apply')]: 'AmazonEKSClusterAdminPolicy',
      }
    : {};
  const admins = site.adminPrincipals.map((arn): [string, ClusterPolicy] => [arn, 'AmazonEKSClusterAdminPolicy']);
  return { ...pipeline, ...Object.fromEntries(admins) };
}

export interface AwsClusterAccessProps {
  readonly site: AwsSite;
  readonly clusterName: string;
}

/** IAM is the only identity provider of the cluster; not even its maker gets in without an entry. */
export class AwsClusterAccess extends Construct {
  constructor(scope: Construct, id: string, { site, clusterName }: AwsClusterAccessProps) {
    super(scope, id);
    for (const [principalArn, policy] of Object.entries(accessOf(site))) {
      const name = principalArn.replace(/^.*\//, '');
      const entry = new EksAccessEntry(this, name, { clusterName, principalArn, type: 'STANDARD' });
      new EksAccessPolicyAssociation(this, `${name}-policy`, {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
        accessScope: { type: 'cluster' },
      });
    }
  }
}
