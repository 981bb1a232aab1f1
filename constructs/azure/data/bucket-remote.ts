import type { AzureSite } from '../../../environments/model';
import type { BucketRemote, BucketSync } from '../../contracts';
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
