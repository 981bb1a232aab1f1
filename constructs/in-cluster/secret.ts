import { type NeedBinder, secretName, valueVersion } from '../contracts';
import { generatedSecret } from './generated-secret';

/** A secret made up inside the cluster. */
export const secret: NeedBinder<'secret'> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: (scope, request) => {
    generatedSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      length: request.need.length,
      version: valueVersion(request),
    });
  },
};
