import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageContainerImmutabilityPolicy } from '@cdktf/provider-azurerm/lib/storage-container-immutability-policy';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { Construct } from 'constructs';
import type { AzureSite, DetectionSettings } from '../../../environments/model';
import { keepsOrganisationTrail } from '../../contracts';
import { archiveLogs } from '../diagnostics';
import { logKey } from '../log-key';
import { storageAccountName } from '../names';
import { resourceGroup } from '../resource-group';
import { AzureStorageAccount } from '../storage-account';
import { AzureOrganisationTrail } from './organisation-trail';

export interface AzureAuditTrailProps {
  readonly site: AzureSite;
  readonly settings: DetectionSettings;
  /** Workspace that alerts look into. */
  readonly workspaceId: string;
}

/** Who did what with the resources of the subscription. Source: learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema. */
export const activityCategories = ['Administrative', 'Alert', 'Policy', 'Security'];

/** Where Azure writes the activity log to, in whatever account. Made by hand, it can be locked before the first entry. */
const activityContainer = 'insights-activity-logs';

/** A container deleted by mistake comes back within two weeks. */
const undoDays = 14;

/**
 * The trail of the subscription: its activity log, of every region, in an account of its own under an own key, whose
 * container takes what is appended and lets nobody delete or change it for the site's retention.
 */
export class AzureAuditTrail extends Construct {
  constructor(scope: Construct, id: string, { site, settings, workspaceId }: AzureAuditTrailProps) {
    super(scope, id);
    const account = new AzureStorageAccount(this, 'account', {
      site,
      group: resourceGroup(this, site, 'governance'),
      name: storageAccountName(site, 'trail'),
      key: logKey(this, site, 'governance'),
      closed: true,
      blobs: { containerDeleteRetentionPolicy: { days: undoDays }, deleteRetentionPolicy: { days: undoDays } },
    });
    const container = new StorageContainer(this, 'container', {
      name: activityContainer,
      storageAccountId: account.accountId,
      containerAccessType: 'private',
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    const lock = new StorageContainerImmutabilityPolicy(this, 'lock', {
      storageContainerResourceManagerId: container.id,
      immutabilityPeriodInDays: site.auditLogRetentionDays,
      // Azure appends to the file of the hour.
      protectedAppendWritesEnabled: true,
      locked: settings.trailRetention === 'locked',
    });
    new StorageManagementPolicy(this, 'retention', {
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
    // Who opened the trail is written down elsewhere: an account that logs itself never comes to an end.
    new MonitorDiagnosticSetting(this, 'readers', {
      name: 'watch',
      targetResourceId: `${account.accountId}/blobServices/default`,
      logAnalyticsWorkspaceId: workspaceId,
      enabledLog: ['StorageRead', 'StorageWrite', 'StorageDelete'].map((category) => ({ category })),
    });
    archiveLogs(this, 'activity', {
      // The network's archive of a site that was made before has one of the site's own name.
      name: `${site.name}-trail`,
      of: `/subscriptions/${site.subscriptionId}`,
      archiveId: account.accountId,
      categories: activityCategories,
      watchedIn: workspaceId,
      after: [lock],
    });
    if (keepsOrganisationTrail(site)) {
      new AzureOrganisationTrail(this, 'organisation', {
        site,
        archiveId: account.accountId,
        categories: activityCategories,
      });
    }
  }
}
