import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import type { CloudIdentityProvider } from '../contracts';
import { restrictedApiCidr } from './google-apis';
import { workloadPrincipal } from './names';
import type { GoogleGrant, GoogleTypes } from './types';

export interface GoogleIdentityProps {
  readonly site: GoogleSite;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly grants: readonly GoogleGrant[];
}

/**
 * What one Kubernetes service account may do. It is an IAM principal itself, so there is no Google service account to
 * impersonate and nothing to annotate. The pool of principals belongs to the project: clusters of two sites in one
 * project share it, so give every environment a project of its own.
 */
export class GoogleIdentity extends Construct {
  constructor(scope: Construct, id: string, props: GoogleIdentityProps) {
    super(scope, id);
    const member = workloadPrincipal(props.site, props.namespace, props.serviceAccount);
    for (const grant of props.grants) this.allow(member, grant);
  }

  private allow(member: string, grant: GoogleGrant): void {
    const { role } = grant;
    if (grant.on === 'bucket') {
      // Ids of resources made earlier stay: only further roles on the same bucket have the role in theirs.
      const id = `bucket-${grant.bucket}`;
      const own = this.node.tryFindChild(id) ? `${id}-${role.replaceAll(/[^a-zA-Z]+/g, '-')}` : id;
      new StorageBucketIamMember(this, own, { bucket: grant.bucket, role, member });
    } else {
      new SecretManagerSecretIamMember(this, `secret-${grant.secretId}`, { secretId: grant.secretId, role, member });
    }
  }
}

const tcp = (port: number) => ({ port, protocol: 'TCP' as const });

/** Workload Identity Federation for GKE, by direct principals. */
export const identity: CloudIdentityProvider<GoogleTypes> = {
  bind: ({ need }) => ({
    serviceAccountName: need.serviceAccount,
    podLabels: {},
    egress: [
      // The metadata server gives out tokens: the second address is where Dataplane V2 sends the first one's traffic.
      { cidr: '169.254.169.254/32', ports: [tcp(80), tcp(8080)] },
      { cidr: '169.254.169.252/32', ports: [tcp(988), tcp(987)] },
      { cidr: restrictedApiCidr, ports: [tcp(443)] },
    ],
  }),
  manifests: () => {},
  provision: (scope, request, { grants }) => {
    const { site, namespace, need } = request;
    new GoogleIdentity(scope, 'identity', { site, namespace, serviceAccount: need.serviceAccount, grants });
    return { serviceAccountAnnotations: {} };
  },
};
