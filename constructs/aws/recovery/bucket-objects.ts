import type { AwsSite } from '../../../environments/model';
import type { BucketObjects } from '../../contracts/bucket-objects';
import type { NeedRequest } from '../../contracts/need-provider';
import { bucketName } from '../names';
import { aws } from './call';

type Bucket = NeedRequest<'bucket', AwsSite>;

const nameOf = ({ site, service, name }: Bucket): string => bucketName(site, service, name);

/** Objects of S3. */
export const bucketObjects: BucketObjects<AwsSite> = {
  write: (request, key, text) =>
    aws(request.site, ['s3', 'cp', '--only-show-errors', '-', `s3://${nameOf(request)}/${key}`], { stdin: text }),
  read: (request, key) => aws(request.site, ['s3', 'cp', '--only-show-errors', `s3://${nameOf(request)}/${key}`, '-']),
  list: (request, prefix) =>
    aws(request.site, [
      's3api',
      'list-objects-v2',
      '--bucket',
      nameOf(request),
      '--prefix',
      prefix,
      '--query',
      'Contents[].[Key]',
    ]),
  remove: (request, prefix) =>
    aws(request.site, ['s3', 'rm', '--only-show-errors', '--recursive', `s3://${nameOf(request)}/${prefix}`]),
};
