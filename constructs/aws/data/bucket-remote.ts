import type { AwsSite, CopyPlace } from '../../../environments/model';
import { type BucketRemote, type BucketSync, copyTokenFile, type ForeignBucket } from '../../contracts';
import { internet } from '../../kubernetes/internet';
import { accountArn, bucketName, roleName, rolePath } from '../names';

/** Whom a token is for that STS takes. */
export const stsAudience = 'sts.amazonaws.com';

/** Role that a job of another cloud takes on; `copyAccess` makes it. Parts of its name after the site. */
export const copyRoleParts = ({ runner, name }: Pick<BucketSync, 'runner' | 'name'>): string[] => [
  'copy',
  runner.name,
  name,
];

/**
 * Of a bucket with an own key, what S3 calls the ETag is no checksum of the content; whoever reads is told so. What arrives
 * is compared by the checksums that S3 keeps besides, and what is sent has one that S3 compares.
 */
const optionsOf = (region: string, reads: boolean): Readonly<Record<string, string>> => ({
  type: 's3',
  provider: 'AWS',
  env_auth: 'true',
  region,
  no_check_bucket: 'true',
  use_data_integrity_protections: 'true',
  ...(reads ? { server_side_encryption: 'aws:kms' } : {}),
});

/** The bucket for a job on this site: EKS Pod Identity signs it in. */
export const ownBucket = (site: AwsSite, sync: BucketSync): BucketRemote => ({
  options: optionsOf(site.region, sync.from.name === site.name),
  path: bucketName(site, sync.service, sync.need),
  env: { AWS_REGION: site.region },
  egress: [internet],
});

/** A bucket on AWS for a job on another cloud. */
export function foreignBucket(organisation: string, sync: BucketSync): ForeignBucket {
  const { name, account: accountId, region }: CopyPlace = sync.other;
  const site = { organisation, name, accountId };
  return {
    options: optionsOf(region, sync.rights === 'read'),
    path: bucketName(site, sync.service, sync.need),
    env: {
      AWS_REGION: region,
      AWS_ROLE_ARN: accountArn(site, `role${rolePath(site)}${roleName(site, ...copyRoleParts(sync))}`),
      AWS_ROLE_SESSION_NAME: sync.name,
      AWS_WEB_IDENTITY_TOKEN_FILE: copyTokenFile,
    },
    egress: [internet],
    audience: stsAudience,
  };
}
