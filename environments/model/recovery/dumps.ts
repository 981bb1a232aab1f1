import { createHash } from 'node:crypto';
import type { StoreCopy } from '../site';

/** End of the ids of mechanisms that copy a store as dumps. */
export const dumpCopies = '.dump-copies';

/** Names of the jobs of dumps are made from it, and Kubernetes takes 52 characters at most. */
const storeNameLength = 38;
const storeName = (whole: string): string =>
  whole.length <= storeNameLength
    ? whole
    : `${whole.slice(0, storeNameLength - 9)}-${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`;

/**
 * Where the dumps of a store lie, in the words of copies: a bucket of their own, of a tenant of their own, which neither
 * the service nor another database reaches. The same names on every site.
 */
export const dumpStore = ({ service, need }: Pick<StoreCopy, 'service' | 'need'>) => ({
  service: `${storeName(`${service}-${need}`)}-dumps`,
  need: 'dumps',
});
