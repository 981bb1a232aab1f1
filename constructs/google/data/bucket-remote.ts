import type { CopyPlace, GoogleSite } from '../../../environments/model';
import { type BucketRemote, type BucketSync, copyFolders, copyTokenFile, type ForeignBucket } from '../../contracts';
import { internet } from '../../kubernetes/internet';
import { bucketName, identityPoolId } from '../names';
import { restrictedApiCidr } from '../network/google-apis';

/** Pool of those that come from one other site; `copyAccess` makes it, with one provider. */
export const copyPoolId = (site: Pick<GoogleSite, 'organisation' | 'name'>, runner: Pick<CopyPlace, 'name'>): string =>
  identityPoolId(site, `copy-${runner.name}`);
export const copyProviderId = 'cluster';

/** The pool's only provider, by its whole name: whom tokens are for. */
const providerPath = (organisation: string, { other, runner }: Pick<BucketSync, 'other' | 'runner'>): string =>
  `//iam.googleapis.com/projects/${other.projectNumber}/locations/global/workloadIdentityPools/${copyPoolId({ organisation, name: other.name }, runner)}/providers/${copyProviderId}`;

const options: Readonly<Record<string, string>> = {
  type: 'google cloud storage',
  env_auth: 'true',
  bucket_policy_only: 'true',
  no_check_bucket: 'true',
};

/** The bucket for a job on this site: the metadata server signs it in. */
export const ownBucket = (site: GoogleSite, sync: BucketSync): BucketRemote => ({
  options,
  path: bucketName(site, sync.service, sync.need),
  egress: [{ cidr: restrictedApiCidr, ports: [{ port: 443, protocol: 'TCP' }] }],
});

/** A bucket on Google Cloud for a job on another cloud. The file names no secret: the token lies beside it. */
export function foreignBucket(organisation: string, sync: BucketSync): ForeignBucket {
  const provider = providerPath(organisation, sync);
  const file = 'google-sign-in.json';
  return {
    options,
    path: bucketName({ organisation, name: sync.other.name }, sync.service, sync.need),
    env: { GOOGLE_APPLICATION_CREDENTIALS: `${copyFolders.files}/${file}` },
    egress: [internet],
    audience: `https:${provider}`,
    file: {
      name: file,
      content: `${JSON.stringify(
        {
          type: 'external_account',
          audience: provider,
          subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
          token_url: 'https://sts.googleapis.com/v1/token',
          credential_source: { file: copyTokenFile },
        },
        null,
        2,
      )}\n`,
    },
  };
}
