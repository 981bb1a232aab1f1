import type { AwsSite } from '../../../environments/model';
import type { CiSignInOf } from '../../contracts/ci-sign-in';
import { ciRoleArn } from '../names';

/** By `AssumeRoleWithWebIdentity`, with one of the two roles that `AwsCiTrust` makes. */
export const ciSignIn: CiSignInOf<AwsSite> = (site, part, { tokenFile }) => ({
  audience: 'sts.amazonaws.com',
  variables: {
    AWS_REGION: site.region,
    AWS_ROLE_ARN: ciRoleArn(site, part),
    AWS_ROLE_SESSION_NAME: `evenkeel-${part}`,
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
  },
  inputs: {
    'role-to-assume': ciRoleArn(site, part),
    'role-session-name': `evenkeel-${part}`,
    'aws-region': site.region,
  },
});
