import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import {
  StorageAccount,
  type StorageAccountBlobProperties,
  type StorageAccountShareProperties,
} from '@cdktf/provider-azurerm/lib/storage-account';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { protect } from './locks';
import { type PrivateAccess, privateEndpoint } from './private-endpoint';

/** A key and the identity that may use it: an `AzureKey` is one. */
export interface StorageKey {
  readonly keyId: string;
  readonly identityId: string;
  readonly ready: readonly ITerraformDependable[];
}

export interface AzureStorageAccountProps {
  readonly site: AzureSite;
  readonly group: ResourceGroup;
  /** 3 to 24 lower-case letters and digits, unique in the world. */
  readonly name: string;
  readonly key: StorageKey;
  /** Where its private endpoint goes; default: none, and it is reached from anywhere, by Entra ID only. */
  readonly access?: PrivateAccess;
  /** Without an endpoint, closed to all networks but Azure's own trusted services. Default: false. */
  readonly closed?: boolean;
  /** Takes copies from accounts of Azure itself, which lie outside the tenant. Default: from the tenant's own only. */
  readonly copiesFromAnywhere?: boolean;
  /** What it holds: objects, or shares of files on fast disks. One of the two. */
  readonly blobs?: StorageAccountBlobProperties;
  readonly shares?: StorageAccountShareProperties;
  /** Default: false. Only services that cannot sign in otherwise ask for it. */
  readonly sharedKeys?: boolean;
  /**
   * Locks speak of versions: a blob that is replaced or deleted leaves its version behind, which stays for so long. Can only
   * be said when the account is made, and not locked then: what may not be lifted is a policy of the container. Default: a
   * lock keeps the blob itself as it is.
   */
  readonly versionLockDays?: number;
  /** Reached by the protocol of Data Lake Storage too, which has an endpoint of its own. Default: false. */
  readonly fileSystem?: boolean;
}

const immutabilityPolicy = (days: number) => ({
  periodSinceCreationInDays: days,
  state: 'Unlocked',
  allowProtectedAppendWrites: false,
});

/**
 * A storage account in three zones: no public blobs, TLS only, own key over a second layer of encryption, Entra ID
 * instead of keys, reached through its private endpoint and by Azure's own trusted services.
 */
export class AzureStorageAccount extends Construct {
  readonly accountId: string;
  readonly name: string;
  /** The account with its protection; what is made inside waits for it. */
  readonly account: StorageAccount;

  constructor(scope: Construct, id: string, props: AzureStorageAccountProps) {
    super(scope, id);
    const { site, group, key, access, blobs, shares, sharedKeys = false, fileSystem = false, versionLockDays } = props;
    const closed = access !== undefined || props.closed === true;
    this.account = new StorageAccount(this, 'account', {
      name: props.name,
      location: site.region,
      resourceGroupName: group.name,
      ...(shares
        ? { accountKind: 'FileStorage', accountTier: 'Premium', shareProperties: shares }
        : { accountKind: 'StorageV2', accountTier: 'Standard', accessTier: 'Hot' }),
      accountReplicationType: 'ZRS',
      httpsTrafficOnlyEnabled: true,
      minTlsVersion: 'TLS1_2',
      infrastructureEncryptionEnabled: true,
      sharedAccessKeyEnabled: sharedKeys,
      // A signed link that is to live longer than a day is written down.
      ...(sharedKeys ? { sasPolicy: { expirationPeriod: '01.00:00:00', expirationAction: 'Log' } } : {}),
      defaultToOauthAuthentication: true,
      localUserEnabled: false,
      allowNestedItemsToBePublic: false,
      crossTenantReplicationEnabled: false,
      ...(props.copiesFromAnywhere ? {} : { allowedCopyScope: 'AAD' }),
      publicNetworkAccessEnabled: !closed,
      networkRules: closed ? { defaultAction: 'Deny', bypass: ['AzureServices'] } : undefined,
      identity: { type: 'UserAssigned', identityIds: [key.identityId] },
      customerManagedKey: { keyVaultKeyId: key.keyId, userAssignedIdentityId: key.identityId },
      blobProperties: blobs,
      ...(versionLockDays === undefined ? {} : { immutabilityPolicy: immutabilityPolicy(versionLockDays) }),
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    this.accountId = this.account.id;
    this.name = this.account.name;
    if (access) {
      privateEndpoint(this, 'endpoint', {
        site,
        group,
        access,
        name: props.name,
        target: this.account.id,
        kind: shares ? 'file' : 'blob',
      });
    }
    if (access && fileSystem) {
      privateEndpoint(this, 'files-endpoint', {
        site,
        group,
        access,
        name: `${props.name}-dfs`,
        target: this.account.id,
        kind: 'dfs',
      });
    }
    protect(this, site, this.account.id);
  }
}
