import { type CloudNeedProvider, secretName, secretPath, valueVersion } from '../../contracts';
import { externalSecret } from '../../kubernetes/external-secret';
import { ephemeralPassword } from '../../terraform/ephemeral-password';
import { AwsStoredSecret } from '../stored-secret';
import type { AwsTypes } from '../types';

/** A generated secret in Secrets Manager; External Secrets copies it into the service's namespace. */
export const secret: CloudNeedProvider<'secret', AwsTypes> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    externalSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      remoteKey: secretPath(request),
      properties: [],
      wholeAs: request.need.key,
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
      valueVersion: valueVersion(request),
    });
    return { serviceGrants: [], secretReaderGrants: readers };
  },
};
