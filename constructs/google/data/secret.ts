import { type CloudNeedProvider, secretName, valueVersion } from '../../contracts';
import { externalSecret } from '../../kubernetes/external-secret';
import { ephemeralPassword } from '../../terraform/ephemeral-password';
import { secretId } from '../names';
import { GoogleSecret, readSecret } from '../secret-version';
import type { GoogleTypes } from '../types';

/** A generated secret in Secret Manager; External Secrets copies it into the service's namespace. */
export const secret: CloudNeedProvider<'secret', GoogleTypes> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: secretId(request),
      properties: [],
      wholeAs: request.need.key,
    });
  },
  provision: (scope, request, { key }) => {
    const { site, need } = request;
    const id = secretId(request);
    new GoogleSecret(scope, 'secret', {
      site,
      secretId: id,
      key,
      value: ephemeralPassword(scope, 'value', need.length),
      valueVersion: valueVersion(request),
    });
    return { serviceGrants: [], secretReaderGrants: [readSecret(id)] };
  },
};
