import { type NeedBinder, secretName } from '../contracts';

/** A Secret that a person makes by hand in the service's namespace, with the need's keys: a cluster alone has no store. */
export const credential: NeedBinder<'credential'> = {
  bind: (request) => ({ secretName: secretName(request) }),
  manifests: () => {},
};
