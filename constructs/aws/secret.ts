import { type CloudNeedProvider, secretName, secretPath } from '../contracts';
import { externalSecret } from '../kubernetes/external-secret';
import { ephemeralPassword } from '../terraform/ephemeral-password';
import { AwsStoredSecret } from './stored-secret';
import type { AwsTypes } from './types';

/** Raise it to generate every secret of a site anew. */
const valueVersion = 1;

/** A generated secret in Secrets Manager; External Secrets copies it into the service's namespace. */
export const secret: CloudNeedProvider<'secret', AwsTypes> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: secretPath(request),
      properties: [],
    });
  },
  provision: (scope, request, { key }) => {
    const { site, need, service, name } = request;
    const { readers } = new AwsStoredSecret(scope, 'secret', {
      site,
      name: secretPath(request),
      description: `${name} of ${service}`,
      key,
      value: ephemeralPassword(scope, 'value', need.length),
      valueVersion,
    });
    return { serviceGrants: [], secretReaderGrants: readers };
  },
};
