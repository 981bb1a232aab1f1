import type { AwsSite } from '../../environments/model';
import type { RecoveryCommands } from '../contracts/recovery-commands';
import { eksName } from './names';
import { bucketObjects } from './recovery/bucket-objects';
import { buckets } from './recovery/buckets';
import { aws } from './recovery/call';
import { credentials, secret } from './recovery/credentials';
import { database } from './recovery/databases';
import { names } from './recovery/names';

/** Recovery on AWS, by the AWS CLI 2. */
export const recoveryCommands: RecoveryCommands<AwsSite> = {
  clusterCredentials: (site, kubeconfig) => [
    aws(site, ['eks', 'update-kubeconfig', '--name', eksName(site), '--alias', site.name, '--kubeconfig', kubeconfig]),
  ],
  database,
  secret,
  names,
  objects: bucketObjects,
  ...buckets,
  ...credentials,
};
