import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { type GroupPart, keyResourceId, keyUrl, logKeyName } from './names';
import { resourceGroup } from './resource-group';
import { allow } from './roles';
import type { StorageKey } from './storage-account';

/** The key of log accounts, made by `AzureState`, for accounts of a stack: with an identity of theirs that may use it. */
export function logKey(scope: Construct, site: AzureSite, part: GroupPart, name = `${part}-logs-key`): StorageKey {
  const identity = new UserAssignedIdentity(scope, 'user', {
    name,
    location: site.region,
    resourceGroupName: resourceGroup(scope, site, part).name,
  });
  const use = allow(scope, 'use', {
    role: 'Key Vault Crypto Service Encryption User',
    on: keyResourceId(site, 'state', logKeyName),
    to: identity.principalId,
  });
  return { keyId: keyUrl(site, 'state', logKeyName), identityId: identity.id, ready: [use] };
}
