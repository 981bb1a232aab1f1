import { PimEligibleRoleAssignment } from '@cdktf/provider-azurerm/lib/pim-eligible-role-assignment';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { RoleManagementPolicy } from '@cdktf/provider-azurerm/lib/role-management-policy';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { breakGlassHours } from '../../../environments/model/people';
import { keepsAccount } from '../../contracts';
import { allowGroups, builtInRoles, type RoleName } from '../roles';

export interface AzurePeopleProps {
  readonly site: AzureSite;
}

/** To look at everything but content, and to come to the cluster's door, where its own roles take over. */
const readerRoles: readonly RoleName[] = ['Reader', 'Azure Kubernetes Service Cluster User Role'];

/** To start again what stands still. Machines of the cluster are scaled through the cluster. */
const operatorActions = [
  'Microsoft.Compute/virtualMachineScaleSets/restart/action',
  'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action',
  'Microsoft.Compute/virtualMachines/restart/action',
  'Microsoft.DBforPostgreSQL/flexibleServers/restart/action',
  'Microsoft.DBforPostgreSQL/flexibleServers/start/action',
] as const;

/** What may be had for an hour: everything in the subscription, and everything in the cluster. */
const breakGlassRoles = ['Owner', 'Azure Kubernetes Service RBAC Cluster Admin'] as const satisfies readonly RoleName[];

/**
 * Rights of people in the subscription. Viewers and operators have theirs for good; whoever breaks the glass activates
 * them in Privileged Identity Management for an hour, with a second factor and a reason, and the site's contact is told.
 */
export class AzurePeople extends Construct {
  constructor(scope: Construct, id: string, { site }: AzurePeopleProps) {
    super(scope, id);
    // Azure refuses to give the same right twice: the first site of a subscription gives what holds in all of it.
    if (!keepsAccount(site)) return;
    const subscription = `/subscriptions/${site.subscriptionId}`;
    const { viewers, operators, breakGlass } = site.people;
    for (const role of readerRoles) {
      const name = role.toLowerCase().replaceAll(' ', '-');
      allowGroups(this, `viewer-${name}`, role, subscription, viewers);
      allowGroups(this, `operator-${name}`, role, subscription, operators);
    }
    if (operators.length > 0) this.operators(site, subscription);
    for (const role of breakGlassRoles) this.eligible(site, subscription, role, breakGlass);
  }

  private operators(site: AzureSite, subscription: string): void {
    const definition = new RoleDefinition(this, 'operator', {
      name: `${site.name}-operator`,
      description: `Operators of ${site.name} start again what stands still`,
      scope: subscription,
      assignableScopes: [subscription],
      permissions: [{ actions: [...operatorActions] }],
    });
    for (const group of site.people.operators) {
      new RoleAssignment(this, `operator-restart-${group}`, {
        scope: subscription,
        roleDefinitionName: definition.name,
        principalId: group,
        principalType: 'Group',
      });
    }
  }

  private eligible(
    site: AzureSite,
    subscription: string,
    role: (typeof breakGlassRoles)[number],
    groups: readonly string[],
  ): void {
    const name = role.toLowerCase().replaceAll(' ', '-');
    const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`;
    const told = { defaultRecipients: true, notificationLevel: 'All', additionalRecipients: [site.contact] };
    const policy = new RoleManagementPolicy(this, `${name}-policy`, {
      scope: subscription,
      roleDefinitionId,
      activationRules: {
        maximumDuration: `PT${breakGlassHours}H`,
        requireJustification: true,
        requireMultifactorAuthentication: true,
      },
      // Who is eligible stands in the environment file, and leaves it by a change of that.
      eligibleAssignmentRules: { expirationRequired: false },
      notificationRules: { eligibleActivations: { adminNotifications: told } },
    });
    for (const group of groups) {
      new PimEligibleRoleAssignment(this, `${name}-${group}`, {
        scope: subscription,
        roleDefinitionId,
        principalId: group,
        justification: `Break glass of ${site.name}`,
        dependsOn: [policy],
      });
    }
  }
}
