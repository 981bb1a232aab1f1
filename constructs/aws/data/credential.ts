import { type CloudNeedProvider, secretName, secretPath } from '../../contracts';
import { credentialKeys, externalSecret } from '../../kubernetes/external-secret';
import { AwsStoredSecret } from '../stored-secret';
import type { AwsTypes } from '../types';

/** An empty secret in Secrets Manager that a person fills in once; External Secrets copies it into the namespace. */
export const credential: CloudNeedProvider<'credential', AwsTypes> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: secretPath(request),
      ...credentialKeys(request.need),
    });
  },
  provision: (scope, request, { key }) => {
    const { site, need } = request;
    const { readers } = new AwsStoredSecret(scope, 'credential', {
      site,
      name: secretPath(request),
      description: need.description,
      key,
    });
    return { serviceGrants: [], secretReaderGrants: readers };
  },
};
