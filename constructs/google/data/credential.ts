import { type CloudNeedProvider, secretName } from '../../contracts';
import { credentialKeys, externalSecret } from '../../kubernetes/external-secret';
import { secretId } from '../names';
import { GoogleSecret, readSecret } from '../secret-version';
import type { GoogleTypes } from '../types';

/** An empty secret in Secret Manager that a person fills in once; External Secrets copies it into the namespace. */
export const credential: CloudNeedProvider<'credential', GoogleTypes> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: secretId(request),
      ...credentialKeys(request.need),
    });
  },
  provision: (scope, request, { key }) => {
    const id = secretId(request);
    new GoogleSecret(scope, 'credential', { site: request.site, secretId: id, key });
    return { serviceGrants: [], secretReaderGrants: [readSecret(id)] };
  },
};
