import type { Absent } from '../contracts';

export const key: Absent = {
  absent: 'a cluster has no key management service',
  instead: 'set ownKey: false, or run the service on a site of a public cloud',
};
