import type { AzureSite } from '../../../environments/model';
import type { Absent, BucketRemote, BucketSync } from '../../contracts';
import { storageAccountName } from '../names';

/**
 * The container for a job on this site: workload identity signs it in. There is none for jobs on other clouds: storage
 * accounts answer in their own network only.
 */
export const ownBucket = (site: AzureSite, sync: BucketSync): BucketRemote => ({
  options: {
    type: 'azureblob',
    account: storageAccountName(site, sync.service, sync.need),
    env_auth: 'true',
    no_check_container: 'true',
  },
  path: sync.need,
  egress: [{ cidr: site.addresses.endpoints, ports: [{ port: 443, protocol: 'TCP' }] }],
});

/** Jobs that copy from or to a storage account run beside it. */
export const copyAccess: Absent = {
  absent: 'storage accounts answer in their own network only',
  instead: 'the job runs on the site on Azure, whichever way it copies',
};
