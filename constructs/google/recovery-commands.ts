import type { GoogleSite } from '../../environments/model';
import type { RecoveryCommands } from '../contracts/recovery-commands';
import { bucketObjects } from './recovery/bucket-objects';
import { buckets } from './recovery/buckets';
import { gcloud } from './recovery/call';
import { credentials, secret } from './recovery/credentials';
import { database } from './recovery/databases';
import { names } from './recovery/names';

/** Recovery on Google Cloud, by the Google Cloud CLI. */
export const recoveryCommands: RecoveryCommands<GoogleSite> = {
  clusterCredentials: (site, kubeconfig) => [
    gcloud(
      site,
      [
        'container',
        'clusters',
        'get-credentials',
        site.adopt?.cluster?.id.split('/').at(-1) ?? site.name,
        '--region',
        site.region,
      ],
      { env: { KUBECONFIG: kubeconfig } },
    ),
  ],
  database,
  secret,
  names,
  objects: bucketObjects,
  ...buckets,
  ...credentials,
};
