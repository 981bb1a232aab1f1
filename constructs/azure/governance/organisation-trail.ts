import { ManagementGroupPolicyAssignment } from '@cdktf/provider-azurerm/lib/management-group-policy-assignment';
import { ManagementGroupPolicyRemediation } from '@cdktf/provider-azurerm/lib/management-group-policy-remediation';
import { PolicyDefinition } from '@cdktf/provider-azurerm/lib/policy-definition';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { managementGroupId, managementGroupName } from '../names';
import { allow, builtInRoles, type RoleName } from '../roles';

export interface AzureOrganisationTrailProps {
  readonly site: AzureSite;
  /** Storage account of the trail. */
  readonly archiveId: string;
  readonly categories: readonly string[];
}

const settingsType = 'Microsoft.Insights/diagnosticSettings';

/** What may set where logs go, by deployments, and see the keys of an account, which takes none. */
export const trailSetterRole: RoleName = 'Log Analytics Contributor';

/** Gives a subscription the setting, as a template of Azure: it runs in the subscription itself. */
const template = (name: string, archiveId: string, categories: readonly string[]) => ({
  $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  resources: [
    {
      type: settingsType,
      apiVersion: '2021-05-01-preview',
      name,
      properties: {
        storageAccountId: archiveId,
        logs: categories.map((category) => ({ category, enabled: true })),
      },
    },
  ],
});

/**
 * The activity log of every subscription of a management group, into the locked container of the site's trail. No setting
 * of a management group sends the logs of its subscriptions anywhere, so a policy gives each of them one of its own: new
 * ones within minutes, those that are there by a remediation. The site's own has it already.
 */
export class AzureOrganisationTrail extends Construct {
  constructor(scope: Construct, id: string, { site, archiveId, categories }: AzureOrganisationTrailProps) {
    super(scope, id);
    const group = managementGroupId(site);
    const definition = new PolicyDefinition(this, 'definition', {
      name: `${site.name}-organisation`,
      displayName: 'Subscriptions write their activity log to the trail of the organisation.',
      managementGroupId: group,
      policyType: 'Custom',
      mode: 'All',
      metadata: JSON.stringify({ category: 'Evenkeel' }),
      policyRule: JSON.stringify({
        if: { field: 'type', equals: 'Microsoft.Resources/subscriptions' },
        // biome-ignore lint/suspicious/noThenProperty: that is what Azure calls it.
        then: {
          effect: 'deployIfNotExists',
          details: {
            type: settingsType,
            deploymentScope: 'subscription',
            existenceScope: 'subscription',
            existenceCondition: { field: `${settingsType}/storageAccountId`, equals: archiveId },
            roleDefinitionIds: [`/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[trailSetterRole]}`],
            deployment: {
              location: site.region,
              properties: { mode: 'incremental', template: template(`${site.name}-trail`, archiveId, categories) },
            },
          },
        },
      }),
    });
    const assignment = new ManagementGroupPolicyAssignment(this, 'assignment', {
      name: managementGroupName(site, 'trail'),
      displayName: `Trail of the organisation, kept by ${site.name}`,
      managementGroupId: group,
      policyDefinitionId: definition.id,
      enforce: true,
      location: site.region,
      identity: { type: 'SystemAssigned' },
    });
    const to = assignment.identity.principalId;
    const grants = [
      allow(this, 'sets', { role: trailSetterRole, on: group, to }),
      // Its subscription may lie outside the group.
      allow(this, 'archives', { role: trailSetterRole, on: archiveId, to }),
    ];
    new ManagementGroupPolicyRemediation(this, 'remediation', {
      name: managementGroupName(site, 'trail'),
      managementGroupId: group,
      policyAssignmentId: assignment.id,
      dependsOn: grants,
    });
  }
}
