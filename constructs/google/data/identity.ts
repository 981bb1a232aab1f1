import { BigqueryDatasetIamMember } from '@cdktf/provider-google/lib/bigquery-dataset-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { CloudIdentityProvider } from '../../contracts';
import { kafkaAccountId, workloadPool, workloadPrincipal } from '../names';
import { restrictedApiCidr } from '../network/google-apis';
import type { GoogleGrant, GoogleTypes } from '../types';

export interface GoogleIdentityProps {
  readonly site: GoogleSite;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly grants: readonly GoogleGrant[];
  /** Names of the service and of the need: of the account behind it, where it has one. */
  readonly owner: readonly [service: string, need: string];
}

/**
 * What one Kubernetes service account may do. It is an IAM principal itself, so there is no Google service account to
 * impersonate and nothing to annotate, but where it may speak to Kafka: Google's handler signs in by service accounts
 * only, so those pods act as one, which nobody else may act as and which has no key. The pool of principals belongs to the project: clusters of two sites in one
 * project share it, so give every environment a project of its own.
 */
export class GoogleIdentity extends Construct {
  readonly annotations: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: GoogleIdentityProps) {
    super(scope, id);
    const account = props.grants.some(({ on }) => on === 'kafka') ? this.account(props) : undefined;
    const member = account?.member ?? workloadPrincipal(props.site, props.namespace, props.serviceAccount);
    // Several topics of one service ask for the same role.
    const grants = new Map(props.grants.map((grant) => [JSON.stringify(grant), grant]));
    for (const grant of grants.values()) this.allow(props.site, member, grant);
    this.annotations = account ? { 'iam.gke.io/gcp-service-account': account.email } : {};
  }

  private account({ site, namespace, serviceAccount, owner }: GoogleIdentityProps): ServiceAccount {
    const account = new ServiceAccount(this, 'account', {
      accountId: kafkaAccountId(site, ...owner),
      displayName: `${namespace}/${serviceAccount}`,
      description: `Pods of ${namespace}/${serviceAccount} on ${site.name}`,
    });
    new ServiceAccountIamMember(this, 'account-user', {
      serviceAccountId: account.name,
      role: 'roles/iam.workloadIdentityUser',
      member: `serviceAccount:${workloadPool(site)}[${namespace}/${serviceAccount}]`,
    });
    return account;
  }

  private allow(site: GoogleSite, member: string, grant: GoogleGrant): void {
    const { role } = grant;
    if (grant.on === 'kafka') {
      new ProjectIamMember(this, 'kafka', { project: site.projectId, role, member });
      return;
    }
    if (grant.on === 'queries' || grant.on === 'metrics') {
      new ProjectIamMember(this, role, { project: site.projectId, role, member });
      return;
    }
    if (grant.on === 'dataset') {
      const { datasetId } = grant;
      new BigqueryDatasetIamMember(this, `dataset-${datasetId}`, { project: site.projectId, datasetId, role, member });
      return;
    }
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
    const { site, service, name, namespace, need } = request;
    const { annotations } = new GoogleIdentity(scope, 'identity', {
      site,
      namespace,
      serviceAccount: need.serviceAccount,
      grants,
      owner: [service, name],
    });
    return { serviceAccountAnnotations: annotations };
  },
};
