import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksIdentityProviderConfig } from '@cdktf/provider-aws/lib/eks-identity-provider-config';
import { Construct } from 'constructs';
import type { AwsSite, ClusterSignIn, HumanRole } from '../../../environments/model';
import { humanRoles, peopleByRole } from '../../../environments/model/people';
import { humanGroups } from '../../kubernetes/human-roles';
import { ciRoleArn, humanRoleArn } from '../names';

/** EKS's own policies, from the least to the most. */
export type ClusterPolicy = 'AmazonEKSViewPolicy' | 'AmazonEKSClusterAdminPolicy';

/** What comes before groups of an identity provider, so that none of them can pass for one of ours. */
export const providerGroupPrefix = 'oidc:';

/** Who gets in by an IAM role, as what: by a policy of EKS, or as a group that the cluster's own roles are bound to. */
interface Entry {
  readonly policy?: ClusterPolicy;
  readonly groups?: readonly string[];
}

/** Of the pipeline and whoever breaks the glass: they must get in before anything of ours is in the cluster. */
const policies: Readonly<Partial<Record<HumanRole, ClusterPolicy>>> = { 'break-glass': 'AmazonEKSClusterAdminPolicy' };

export function entriesOf(site: AwsSite): Record<string, Entry> {
  const pipeline: Record<string, Entry> = site.ci
    ? {
        [ciRoleArn(site, 'plan')]: { policy: 'AmazonEKSViewPolicy' },
        [ciRoleArn(site, 'apply')]: { policy: 'AmazonEKSClusterAdminPolicy' },
      }
    : {};
  const people = peopleByRole(site.people);
  const humans = humanRoles
    .filter((role) => people[role].length > 0)
    .map((role): [string, Entry] => {
      const policy = policies[role];
      return [humanRoleArn(site, role), policy ? { policy } : { groups: [humanGroups[role]] }];
    });
  return { ...pipeline, ...Object.fromEntries(humans) };
}

export interface AwsClusterAccessProps {
  readonly site: AwsSite;
  readonly clusterName: string;
}

/**
 * IAM is the identity provider of the cluster, and beside it the one that the site names, if any; not even the cluster's
 * maker gets in without an entry.
 */
export class AwsClusterAccess extends Construct {
  constructor(scope: Construct, id: string, { site, clusterName }: AwsClusterAccessProps) {
    super(scope, id);
    for (const [principalArn, { policy, groups }] of Object.entries(entriesOf(site))) {
      const name = principalArn.replace(/^.*\//, '');
      const entry = new EksAccessEntry(this, name, {
        clusterName,
        principalArn,
        type: 'STANDARD',
        ...(groups ? { kubernetesGroups: [...groups] } : {}),
      });
      if (policy) {
        new EksAccessPolicyAssociation(this, `${name}-policy`, {
          clusterName,
          principalArn: entry.principalArn,
          policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
          accessScope: { type: 'cluster' },
        });
      }
    }
    if (site.people.oidc) this.identityProvider(clusterName, site.people.oidc);
  }

  private identityProvider(clusterName: string, { issuer, clientId, usernameClaim, groupsClaim }: ClusterSignIn): void {
    new EksIdentityProviderConfig(this, 'identity-provider', {
      clusterName,
      oidc: {
        identityProviderConfigName: 'people',
        issuerUrl: issuer,
        clientId,
        usernameClaim,
        usernamePrefix: providerGroupPrefix,
        groupsClaim,
        groupsPrefix: providerGroupPrefix,
      },
    });
  }
}
