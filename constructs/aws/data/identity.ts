import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { CloudIdentityProvider, Cluster } from '../../contracts';
import { AwsRole, mergeGrants, podTrust } from '../iam';
import type { AwsGrant, AwsTypes } from '../types';

/** Where the agent on each node gives out credentials. */
export const podIdentityAgent = '169.254.170.23/32';

export interface AwsIdentityProps {
  readonly site: AwsSite;
  readonly cluster: Pick<Cluster, 'clusterName'>;
  /** Parts of the role's name after the site. */
  readonly name: readonly string[];
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly grants: readonly AwsGrant[];
}

/**
 * What the pods of one service account may do. The role trusts that service account of that cluster and nobody else;
 * pods get its credentials from an agent on their node, so nothing has to be annotated.
 */
export class AwsIdentity extends Construct {
  constructor(scope: Construct, id: string, props: AwsIdentityProps) {
    super(scope, id);
    const { site, cluster, namespace, serviceAccount } = props;
    const role = new AwsRole(this, 'role', {
      site,
      name: props.name,
      description: `Pods of ${namespace}/${serviceAccount} on ${site.name}`,
      trust: podTrust({ site, namespace, serviceAccount }),
      grants: mergeGrants(props.grants),
    });
    new EksPodIdentityAssociation(this, 'association', {
      clusterName: cluster.clusterName,
      namespace,
      serviceAccount,
      roleArn: role.arn,
      dependsOn: [...role.ready],
    });
  }
}

/** EKS Pod Identity. */
export const identity: CloudIdentityProvider<AwsTypes> = {
  bind: ({ need }) => ({
    serviceAccountName: need.serviceAccount,
    podLabels: {},
    egress: [{ cidr: podIdentityAgent, ports: [{ port: 80, protocol: 'TCP' }] }],
  }),
  manifests: () => {},
  provision: (scope, request, { cluster, grants }) => {
    const { site, service, name, namespace, need } = request;
    const { serviceAccount } = need;
    new AwsIdentity(scope, 'identity', { site, cluster, name: [service, name], namespace, serviceAccount, grants });
    return { serviceAccountAnnotations: {} };
  },
};
