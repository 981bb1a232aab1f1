import type { AzureSite } from '../../../environments/model';
import type { BucketObjects } from '../../contracts/bucket-objects';
import type { Command } from '../../contracts/command';
import type { NeedRequest } from '../../contracts/need-provider';
import { storageAccountName } from '../names';
import { az } from './call';

type Bucket = NeedRequest<'bucket', AzureSite>;

/** By the caller's own sign-in: accounts of the platform take no keys. */
const blob = (
  { site, service, name }: Bucket,
  verb: string,
  container: '--container-name' | '--source',
  args: readonly string[],
): Command =>
  az(site, [
    'storage',
    'blob',
    verb,
    '--account-name',
    storageAccountName(site, service, name),
    container,
    name,
    '--auth-mode',
    'login',
    ...args,
  ]);

/** Blobs of Azure Storage. The account answers inside the network of its site only. */
export const bucketObjects: BucketObjects<AzureSite> = {
  write: (request, key, text) =>
    blob(request, 'upload', '--container-name', ['--name', key, '--data', text, '--overwrite', '--no-progress']),
  read: (request, key) =>
    blob(request, 'download', '--container-name', ['--name', key, '--file', '/dev/stdout', '--no-progress']),
  list: (request, prefix) => blob(request, 'list', '--container-name', ['--prefix', prefix, '--query', '[].name']),
  remove: (request, prefix) => blob(request, 'delete-batch', '--source', ['--pattern', `${prefix}*`]),
};
