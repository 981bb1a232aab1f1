import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { MonitorActivityLogAlert } from '@cdktf/provider-azurerm/lib/monitor-activity-log-alert';
import { MonitorScheduledQueryRulesAlertV2 } from '@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2';
import { Construct } from 'constructs';
import type { AzureSite, DetectionSettings } from '../../../environments/model';
import { type AlertName, alertNames, alerts, kebabCase, type PerAlert } from '../../contracts';
import { resourceGroup } from '../resource-group';

export interface AzureDetectionAlertsProps {
  readonly site: AzureSite;
  readonly settings: DetectionSettings;
  /** Workspace that the trail and the logs of vaults go to. */
  readonly workspaceId: string;
}

/** What an alert looks for. */
interface Watch {
  /** Rows of the workspace, in KQL; one is enough. Default: none. */
  readonly query?: string;
  /** Operations of the activity log, each told by itself, whether or not logs still go anywhere. Default: none. */
  readonly operations?: readonly string[];
  /** A whole category of the activity log. Default: none. */
  readonly category?: string;
}

/** Owner, User Access Administrator, Role Based Access Control Administrator: who has one may give out every right. */
const highestRoles = [
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
];

const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/** The request as it was sent, which the log keeps as a text in a text. */
const withBody = "| extend body = replace_string(tostring(Properties), '\\\\', '')";

/** The pipeline signs in as this identity, which its token names. */
const notPipeline = "| where Claims !contains '/userAssignedIdentities/pipeline-apply'";

/**
 * What is asked of the logs. Tenants have a root, subscriptions do not: the roles that give out rights stand above all
 * others. Who signs in stands in the logs of the tenant, which no subscription may send anywhere.
 */
const watches: PerAlert<Watch> = {
  rootUse: {
    query: [
      'AzureActivity',
      `| where OperationNameValue =~ 'Microsoft.Authorization/elevateAccess/action' or (OperationNameValue =~ 'Microsoft.Authorization/roleAssignments/write' and tostring(Properties) has_any (${list(highestRoles)}))`,
    ].join('\n'),
  },
  publicExposure: {
    query: [
      'AzureActivity',
      "| where OperationNameValue endswith '/write'",
      withBody,
      `| where body has_any ('"allowBlobPublicAccess":true', '"publicNetworkAccess":"Enabled"', '"publicAccess":"Blob"', '"publicAccess":"Container"')`,
      `    or (OperationNameValue has 'networkSecurityGroups' and body contains '"access":"Allow"' and body contains '"direction":"Inbound"'`,
      `        and (body contains '"sourceAddressPrefix":"*"' or body contains '"sourceAddressPrefix":"Internet"' or body contains '"0.0.0.0/0"'))`,
    ].join('\n'),
  },
  keyDeletion: {
    query: [
      'AzureDiagnostics',
      "| where ResourceProvider =~ 'MICROSOFT.KEYVAULT' and OperationName in~ ('KeyDelete', 'KeyPurge', 'KeyUpdate', 'VaultDelete', 'VaultPurge')",
    ].join('\n'),
    operations: ['Microsoft.KeyVault/vaults/delete'],
  },
  policyChange: {
    query: [
      'AzureActivity',
      "| where OperationNameValue startswith 'Microsoft.Authorization/' and (OperationNameValue endswith '/write' or OperationNameValue endswith '/delete')",
      "| where ActivityStatusValue in~ ('Success', 'Succeeded')",
      notPipeline,
    ].join('\n'),
  },
  trailChange: {
    operations: [
      'Microsoft.Insights/diagnosticSettings/delete',
      'Microsoft.Insights/activityLogAlerts/delete',
      'Microsoft.Insights/scheduledQueryRules/delete',
      'Microsoft.Insights/actionGroups/delete',
      'Microsoft.OperationalInsights/workspaces/delete',
      'Microsoft.Security/pricings/write',
      'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/delete',
    ],
  },
  threatFound: { category: 'Security' },
};

/** Azure handles mails of an action group, and alerts of the activity log, in these regions; from elsewhere all over the world. */
const mailRegions = ['germanywestcentral', 'northcentralus', 'southcentralus', 'swedencentral'];
const activityRegions = ['northeurope', 'westeurope'];
const within = (regions: readonly string[], site: AzureSite): string =>
  regions.includes(site.region) ? site.region : 'global';

/** Looked at every five minutes: rows that came in since, of calls of the last hour. */
const evaluation = { evaluationFrequency: 'PT5M', windowDuration: 'PT1H' };
const justCame = '| where ingestion_time() > ago(5m)';

/** Alerts of what is done in the subscription, mailed by an action group. */
export class AzureDetectionAlerts extends Construct {
  private readonly groupId: string;
  private readonly resourceGroupName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureDetectionAlertsProps,
  ) {
    super(scope, id);
    const { site, settings } = props;
    this.resourceGroupName = resourceGroup(this, site, 'governance').name;
    this.groupId = new MonitorActionGroup(this, 'group', {
      name: `${site.name}-alerts`,
      // At most twelve characters; what a mail begins with.
      shortName: 'evenkeel',
      resourceGroupName: this.resourceGroupName,
      location: within(mailRegions, site),
      enabled: true,
      emailReceiver: settings.alertsTo.map((emailAddress, index) => ({
        name: `mail-${index + 1}`,
        emailAddress,
        useCommonAlertSchema: true,
      })),
    }).id;
    for (const alert of alertNames) {
      const { query, operations = [], category } = watches[alert];
      if (query) this.ask(alert, query);
      operations.forEach((operationName, index) => {
        this.listen(alert, `${kebabCase(alert)}-${index + 1}`, { category: 'Administrative', operationName });
      });
      if (category) this.listen(alert, `${kebabCase(alert)}-category`, { category });
    }
  }

  private ask(alert: AlertName, query: string): void {
    const { site, workspaceId } = this.props;
    new MonitorScheduledQueryRulesAlertV2(this, kebabCase(alert), {
      name: `${site.name}-${kebabCase(alert)}`,
      displayName: `${site.name}: ${kebabCase(alert)}`,
      description: alerts[alert],
      location: site.region,
      resourceGroupName: this.resourceGroupName,
      scopes: [workspaceId],
      severity: 0,
      enabled: true,
      ...evaluation,
      autoMitigationEnabled: false,
      // Tables come with their first row.
      skipQueryValidation: true,
      criteria: [
        {
          query: `${query}\n${justCame}`,
          timeAggregationMethod: 'Count',
          operator: 'GreaterThan',
          threshold: 0,
          failingPeriods: { minimumFailingPeriodsToTriggerAlert: 1, numberOfEvaluationPeriods: 1 },
        },
      ],
      action: { actionGroups: [this.groupId] },
    });
  }

  private listen(alert: AlertName, name: string, criteria: { category: string; operationName?: string }): void {
    const { site } = this.props;
    new MonitorActivityLogAlert(this, `${name}-activity`, {
      name: `${site.name}-${name}`,
      description: alerts[alert],
      resourceGroupName: this.resourceGroupName,
      location: within(activityRegions, site),
      scopes: [`/subscriptions/${site.subscriptionId}`],
      enabled: true,
      criteria,
      action: [{ actionGroupId: this.groupId }],
    });
  }
}
