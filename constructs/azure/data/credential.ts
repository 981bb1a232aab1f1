import { type CloudNeedProvider, secretName } from '../../contracts';
import { credentialKeys, externalSecret } from '../../kubernetes/external-secret';
import { vaultSecretName } from '../names';
import type { AzureTypes } from '../types';
import { readSecret } from '../vault-secret';

/**
 * A secret of the site's vault that a person fills in once; External Secrets copies it into the namespace. A vault holds
 * no secret without a value, so only the right to read it is made.
 */
export const credential: CloudNeedProvider<'credential', AzureTypes> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: vaultSecretName(request),
      ...credentialKeys(request.need),
    });
  },
  provision: (_scope, request) => ({
    serviceGrants: [],
    secretReaderGrants: [readSecret(request.site, vaultSecretName(request))],
  }),
};
