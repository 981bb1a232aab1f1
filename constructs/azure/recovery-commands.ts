import type { AzureSite } from '../../environments/model';
import type { RecoveryCommands } from '../contracts/recovery-commands';
import { groupName } from './names';
import { bucketObjects } from './recovery/bucket-objects';
import { buckets } from './recovery/buckets';
import { az } from './recovery/call';
import { credentials, secret } from './recovery/credentials';
import { database } from './recovery/databases';
import { names } from './recovery/names';

/** Recovery on Azure, by the Azure CLI. */
export const recoveryCommands: RecoveryCommands<AzureSite> = {
  clusterCredentials: (site, kubeconfig) => {
    const [, , , , adoptedGroup, , , , adoptedName] = site.adopt?.cluster?.id.split('/') ?? [];
    return [
      az(site, [
        'aks',
        'get-credentials',
        '--resource-group',
        adoptedGroup ?? groupName(site, 'cluster'),
        '--name',
        adoptedName ?? site.name,
        '--file',
        kubeconfig,
        '--overwrite-existing',
      ]),
      // Local accounts are off: kubectl signs in as whoever is signed in to the command line.
      { program: 'kubelogin', args: ['convert-kubeconfig', '--login', 'azurecli', '--kubeconfig', kubeconfig] },
    ];
  },
  database,
  secret,
  names,
  objects: bucketObjects,
  ...buckets,
  ...credentials,
};
