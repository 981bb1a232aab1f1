import { IamWorkloadIdentityPool } from '@cdktf/provider-google/lib/iam-workload-identity-pool';
import { IamWorkloadIdentityPoolProvider } from '@cdktf/provider-google/lib/iam-workload-identity-pool-provider';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { type BucketSync, copySubject, type LetInProps } from '../../contracts';
import { bucketName } from '../names';
import { copyPoolId, copyProviderId } from './bucket-remote';

/** Issuer of the tokens of the site's cluster: it follows from the cluster's name. */
export const clusterIssuer = (_scope: Construct, site: GoogleSite): string =>
  `https://container.googleapis.com/v1/${site.adopt?.cluster?.id ?? `projects/${site.projectId}/locations/${site.region}/clusters/${site.name}`}`;

const roles = {
  read: 'roles/storage.objectViewer',
  write: 'roles/storage.objectUser',
} as const satisfies Record<BucketSync['rights'], string>;

/** Lets jobs of another site's cluster in to one bucket each. A pool for each cluster: two may know the same account. */
export function copyAccess(scope: Construct, { site, runner, issuer, syncs }: LetInProps<GoogleSite>): void {
  const own = new Construct(scope, `copy-${runner.name}`);
  const pool = new IamWorkloadIdentityPool(own, 'pool', {
    workloadIdentityPoolId: copyPoolId(site, runner),
    displayName: 'Copies of buckets',
    description: `Jobs of ${runner.name} that copy buckets of ${site.name}`,
  });
  new IamWorkloadIdentityPoolProvider(own, 'issuer', {
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: copyProviderId,
    displayName: 'Cluster',
    attributeMapping: { 'google.subject': 'assertion.sub' },
    attributeCondition: `assertion.sub in [${syncs.map((sync) => `'${copySubject(sync)}'`).join(', ')}]`,
    oidc: { issuerUri: issuer },
  });
  for (const sync of syncs) {
    new StorageBucketIamMember(own, sync.name, {
      bucket: bucketName(site, sync.service, sync.need),
      role: roles[sync.rights],
      member: `principal://iam.googleapis.com/${pool.name}/subject/${copySubject(sync)}`,
    });
  }
}
