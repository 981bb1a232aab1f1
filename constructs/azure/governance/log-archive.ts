import { NetworkWatcherFlowLog } from '@cdktf/provider-azurerm/lib/network-watcher-flow-log';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { detectionOf } from '../../contracts';
import { archiveLogs } from '../diagnostics';
import { logKey } from '../log-key';
import { resourceId, storageAccountName, vaultId } from '../names';
import type { PrivateAccess } from '../private-endpoint';
import { stateAccountName } from '../providers';
import { resourceGroup } from '../resource-group';
import { AzureStorageAccount, type StorageKey } from '../storage-account';
import { activityCategories } from './audit-trail';
import { watchedIn } from './watch-workspace';

export interface AzureLogArchiveProps {
  readonly site: AzureSite;
  readonly networkId: string;
  readonly access: PrivateAccess;
  /** Whether flows are logged here; default: yes. */
  readonly flowLogs?: boolean;
}

/** A log deleted by mistake comes back within two weeks. */
const undoDays = 14;

/** Azure makes it with the first network of a region; a second one is not allowed. */
const watcherGroup = 'NetworkWatcherRG';

/**
 * The site's logs, in its region, under an own key, for as long as the site says: one account for audit trails (Azure's
 * own, Kubernetes', of vaults, databases and buckets) and one for the flows of the network.
 */
export class AzureLogArchive extends Construct {
  /** Storage account of the audit trails. */
  readonly archiveId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureLogArchiveProps,
  ) {
    super(scope, id);
    const { site, networkId } = props;
    const key = logKey(this, site, 'network');
    const audit = this.account('audit', key);
    this.archiveId = audit.accountId;
    // The trail of a site that watches its own subscription is kept apart, and before there is a network.
    if (!detectionOf(site)) {
      archiveLogs(this, 'activity', {
        name: site.name,
        of: `/subscriptions/${site.subscriptionId}`,
        archiveId: audit.accountId,
        categories: activityCategories,
      });
    }
    archiveLogs(this, 'state-vault', {
      of: vaultId(site, 'state'),
      archiveId: audit.accountId,
      categories: ['AuditEvent'],
      watchedIn: watchedIn(site),
    });
    const stateAccount = resourceId(site, 'state', 'Microsoft.Storage/storageAccounts', stateAccountName(site));
    archiveLogs(this, 'state-account', {
      of: `${stateAccount}/blobServices/default`,
      archiveId: audit.accountId,
      categories: ['StorageRead', 'StorageWrite', 'StorageDelete'],
    });
    if (props.flowLogs ?? true) this.flowLogs(site, networkId, key);
  }

  private flowLogs(site: AzureSite, networkId: string, key: StorageKey): void {
    // Flow logs sign in with the account's keys; the provider cannot give them an identity.
    const flows = this.account('flows', key, true);
    new NetworkWatcherFlowLog(this, 'flow-log', {
      name: site.name,
      location: site.region,
      networkWatcherName: `NetworkWatcher_${site.region}`,
      resourceGroupName: watcherGroup,
      targetResourceId: networkId,
      storageAccountId: flows.accountId,
      enabled: true,
      version: 2,
      // The account's own policy lets them go: it knows longer times.
      retentionPolicy: { enabled: false, days: 0 },
    });
  }

  private account(name: 'audit' | 'flows', key: StorageKey, sharedKeys = false): AzureStorageAccount {
    const { site, access } = this.props;
    const account = new AzureStorageAccount(this, name, {
      site,
      group: resourceGroup(this, site, 'network'),
      name: storageAccountName(site, name),
      key,
      access,
      sharedKeys,
      blobs: {
        deleteRetentionPolicy: { days: undoDays },
        containerDeleteRetentionPolicy: { days: undoDays },
      },
    });
    new StorageManagementPolicy(this, `${name}-retention`, {
      storageAccountId: account.accountId,
      rule: [
        {
          name: 'retention',
          enabled: true,
          filters: { blobTypes: ['appendBlob', 'blockBlob'] },
          actions: { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: site.auditLogRetentionDays } },
        },
      ],
    });
    return account;
  }
}
