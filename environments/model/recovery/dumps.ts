import type { StoreCopy } from '../site';

/** End of the ids of mechanisms that copy a store as dumps. */
export const dumpCopies = '.dump-copies';

/**
 * Where the dumps of a store lie, in the words of copies: a bucket of their own, of a tenant of their own, which neither
 * the service nor another database reaches. The same names on every site.
 */
export const dumpStore = ({ service, need }: Pick<StoreCopy, 'service' | 'need'>) => ({
  service: `${service}-${need}-dumps`,
  need: 'dumps',
});
