import type { GoogleSite } from '../../../environments/model';
import type { BucketObjects } from '../../contracts/bucket-objects';
import type { NeedRequest } from '../../contracts/need-provider';
import { bucketName } from '../names';
import { gcloud } from './call';

type Bucket = NeedRequest<'bucket', GoogleSite>;

const nameOf = ({ site, service, name }: Bucket): string => bucketName(site, service, name);

/** Objects of Cloud Storage. */
export const bucketObjects: BucketObjects<GoogleSite> = {
  write: (request, key, text) =>
    gcloud(request.site, ['storage', 'cp', '-', `gs://${nameOf(request)}/${key}`], { stdin: text }),
  read: (request, key) => gcloud(request.site, ['storage', 'cat', `gs://${nameOf(request)}/${key}`]),
  list: (request, prefix) =>
    gcloud(request.site, [
      'storage',
      'objects',
      'list',
      `gs://${nameOf(request)}/${prefix}**`,
      '--format',
      'value(name)',
    ]),
  remove: (request, prefix) => gcloud(request.site, ['storage', 'rm', `gs://${nameOf(request)}/${prefix}**`]),
};
