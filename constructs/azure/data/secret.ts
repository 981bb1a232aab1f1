import { type CloudNeedProvider, secretName, valueVersion } from '../../contracts';
import { externalSecret } from '../../kubernetes/external-secret';
import { ephemeralPassword } from '../../terraform/ephemeral-password';
import { vaultSecretName } from '../names';
import type { AzureTypes } from '../types';
import { AzureSecret, readSecret } from '../vault-secret';

/** A generated secret in the site's vault; External Secrets copies it into the service's namespace. */
export const secret: CloudNeedProvider<'secret', AzureTypes> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: vaultSecretName(request),
      properties: [],
      wholeAs: request.need.key,
    });
  },
  provision: (scope, request, { foundation }) => {
    const { site, need } = request;
    const name = vaultSecretName(request);
    new AzureSecret(scope, 'secret', {
      foundation,
      name,
      contentType: 'text/plain',
      value: ephemeralPassword(scope, 'value', need.length),
      valueVersion: valueVersion(request),
    });
    return { serviceGrants: [], secretReaderGrants: [readSecret(site, name)] };
  },
};
