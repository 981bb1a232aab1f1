import type { NeedBinder, NeedRequest } from '../contracts';
import { addSharedClaim, sharedClaim } from '../kubernetes/shared-claim';

const classOf = ({ site }: NeedRequest<'files'>): string | undefined =>
  'sharedStorageClass' in site ? site.sharedStorageClass : undefined;

/** A claim of the class that the site names for volumes of many pods; no cluster is sure to have one. */
export const files: NeedBinder<'files'> = {
  bind: sharedClaim,
  manifests: (scope, request) => addSharedClaim(scope, request, { storageClass: classOf(request) ?? '' }),
  unmet: (request) =>
    classOf(request) === undefined
      ? {
          code: 'NEED_UNMET',
          message: `asks for a folder that many pods share, and nothing says which storage class of ${request.site.name} has such volumes`,
          value: request.need.storageGiB,
          allowed: ['the name of a class whose volumes can be ReadWriteMany', `no ${request.need.setting}`],
          fix: `set sharedStorageClass of the site, or leave services.${request.need.setting} out`,
        }
      : undefined,
};
