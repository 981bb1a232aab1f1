import type { GoogleSite } from '../../../environments/model';
import type { CiSignInOf } from '../../contracts/ci-sign-in';
import { identityPoolId, serviceAccountEmail } from '../names';

/** By workload identity federation, as one of the two service accounts that `GoogleCiTrust` makes. */
export const ciSignIn: CiSignInOf<GoogleSite> = (site, part, { tokenFile, credentialsFile }) => {
  const pool = `projects/${site.projectNumber}/locations/global/workloadIdentityPools/${identityPoolId(site, 'ci')}`;
  const provider = `${pool}/providers/pipeline`;
  const account = serviceAccountEmail(site, part);
  return {
    audience: `https://iam.googleapis.com/${provider}`,
    variables: {
      CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: credentialsFile,
      GOOGLE_APPLICATION_CREDENTIALS: credentialsFile,
      GOOGLE_PROJECT: site.projectId,
    },
    credentials: {
      type: 'external_account',
      audience: `//iam.googleapis.com/${provider}`,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: 'https://sts.googleapis.com/v1/token',
      service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
      credential_source: { file: tokenFile },
    },
    inputs: { project_id: site.projectId, service_account: account, workload_identity_provider: provider },
  };
};
