import type { AzureSite } from '../../../environments/model';
import type { CiSignInOf } from '../../contracts/ci-sign-in';

/** By federated credentials, as one of the two identities that `AzureCiTrust` makes: Azure makes up their ids. */
export const ciSignIn: CiSignInOf<AzureSite> = (site, part, { tokenFile, variable }) => {
  const asked = `CLIENT_ID_${site.name}_${part}`.toUpperCase().replaceAll('-', '_');
  const identity = {
    ARM_CLIENT_ID: variable(asked),
    ARM_SUBSCRIPTION_ID: site.subscriptionId,
    ARM_TENANT_ID: site.tenantId,
    ARM_USE_OIDC: 'true',
  };
  return {
    audience: 'api://AzureADTokenExchange',
    variables: { ...identity, ARM_OIDC_TOKEN_FILE_PATH: tokenFile },
    inputs: {
      'client-id': variable(asked),
      'subscription-id': site.subscriptionId,
      'tenant-id': site.tenantId,
    },
    besideAction: identity,
    asked,
  };
};
