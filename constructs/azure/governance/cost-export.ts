import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { SubscriptionTemplateDeployment } from '@cdktf/provider-azurerm/lib/subscription-template-deployment';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite, CostExportSettings } from '../../../environments/model';
import { logKey } from '../log-key';
import { storageAccountName } from '../names';
import { resourceGroup } from '../resource-group';
import { allow } from '../roles';
import { AzureStorageAccount } from '../storage-account';
import { templateText } from '../template-text';

export interface AzureCostExportProps {
  readonly site: AzureSite;
  readonly settings: CostExportSettings;
}

/** A file deleted by mistake comes back within two weeks. */
const undoDays = 14;
const container = 'costs';
const exportType = 'Microsoft.CostManagement/exports';
const exportVersion = '2023-08-01';
const dayFormat = "'yyyy-MM-ddT00:00:00Z'";

/**
 * The export as a template of Azure: Terraform's own resource knows neither FOCUS nor an identity, without which Azure writes
 * to no account that is closed and takes no shared key. Only Azure has a clock: an export begins in the future.
 */
const template = (name: string, { region }: AzureSite, accountId: string) => ({
  $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    from: { type: 'string', defaultValue: `[dateTimeAdd(utcNow(), 'P1D', ${dayFormat})]` },
    to: { type: 'string', defaultValue: `[dateTimeAdd(utcNow(), 'P10Y', ${dayFormat})]` },
  },
  resources: [
    {
      type: exportType,
      apiVersion: exportVersion,
      name,
      location: region,
      identity: { type: 'SystemAssigned' },
      properties: {
        format: 'Csv',
        compressionMode: 'gzip',
        partitionData: true,
        dataOverwriteBehavior: 'OverwritePreviousReport',
        definition: {
          type: 'FocusCost',
          timeframe: 'MonthToDate',
          dataSet: { granularity: 'Daily', configuration: { dataVersion: '1.0' } },
        },
        deliveryInfo: { destination: { resourceId: accountId, container, rootFolderPath: 'focus' } },
        schedule: {
          status: 'Active',
          recurrence: 'Daily',
          recurrencePeriod: { from: "[parameters('from')]", to: "[parameters('to')]" },
        },
      },
    },
  ],
  outputs: {
    writer: {
      type: 'string',
      value: `[reference(subscriptionResourceId('${exportType}', '${name}'), '${exportVersion}', 'Full').identity.principalId]`,
    },
  },
});

/** Bills of the subscription, day by day in the columns of FOCUS, in an account of their own under an own key. */
export class AzureCostExport extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AzureCostExportProps) {
    super(scope, id);
    const account = new AzureStorageAccount(this, 'account', {
      site,
      group: resourceGroup(this, site, 'governance'),
      name: storageAccountName(site, container),
      key: logKey(this, site, 'governance', 'governance-costs-key'),
      closed: true,
      copiesFromAnywhere: true,
      blobs: { containerDeleteRetentionPolicy: { days: undoDays }, deleteRetentionPolicy: { days: undoDays } },
    });
    const kept = new StorageContainer(this, 'container', {
      name: container,
      storageAccountId: account.accountId,
      containerAccessType: 'private',
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    new StorageManagementPolicy(this, 'retention', {
      storageAccountId: account.accountId,
      rule: [
        {
          name: 'retention',
          enabled: true,
          filters: { blobTypes: ['blockBlob'] },
          actions: { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: settings.keptDays } },
        },
      ],
    });
    // Who opened the bills is written down where the site watches its subscription.
    const workspace = TerraformStack.of(this)
      .node.findAll()
      .find((node) => node instanceof LogAnalyticsWorkspace);
    if (workspace) {
      new MonitorDiagnosticSetting(this, 'readers', {
        name: 'watch',
        targetResourceId: `${account.accountId}/blobServices/default`,
        logAnalyticsWorkspaceId: workspace.id,
        enabledLog: ['StorageRead', 'StorageWrite', 'StorageDelete'].map((category) => ({ category })),
      });
    }
    const name = `${site.name}-focus`;
    const deployment = new SubscriptionTemplateDeployment(this, 'export', {
      name,
      location: site.region,
      templateContent: templateText(template(name, site, account.accountId)),
      dependsOn: [kept],
    });
    allow(this, 'writes', {
      role: 'Storage Blob Data Contributor',
      on: account.accountId,
      to: `\${jsondecode(${deployment.fqn}.output_content).writer.value}`,
    });
  }
}
