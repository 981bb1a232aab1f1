import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import type { AzureSite, CiTrust } from '../../../environments/model';
import { guardrailsOf, hasVault, keepsOrganisationTrail } from '../../contracts';
import { ofIdentity } from '../bridge';
import { vaultRole } from '../data/postgres-vault';
import { trailSetterRole } from '../governance/organisation-trail';
import { managementGroupId } from '../names';
import { resourceGroup } from '../resource-group';
import { allow, builtInRoles, type RoleName } from '../roles';

export interface AzureCiTrustProps {
  readonly site: AzureSite;
  readonly trust: CiTrust;
  /** Container of the remote state. */
  readonly containerId: string;
  /** Ids of roles of the site's own that its stacks give out. Default: none. */
  readonly granted?: readonly string[];
}

interface CiRole {
  readonly roles: readonly RoleName[];
  readonly stateRole: RoleName;
}

/** What each part of the pipeline may do in the subscription. Planning reads everything but secrets and the content of buckets. */
const parts: Readonly<Record<'plan' | 'apply', CiRole>> = {
  plan: {
    roles: [
      'Azure Kubernetes Service Cluster User Role',
      'Azure Kubernetes Service RBAC Reader',
      'Key Vault Reader',
      'Reader',
    ],
    stateRole: 'Storage Blob Data Reader',
  },
  apply: {
    roles: [
      'Azure Kubernetes Service Cluster User Role',
      'Azure Kubernetes Service RBAC Cluster Admin',
      'Contributor',
      'Key Vault Crypto Officer',
      'Key Vault Secrets Officer',
    ],
    stateRole: 'Storage Blob Data Contributor',
  },
};

/** Roles that the stacks themselves give out: the only ones the pipeline may grant or take away. */
const grantableRoles: readonly RoleName[] = [
  'AcrPull',
  'Azure Event Hubs Data Receiver',
  'Azure Event Hubs Data Sender',
  'Key Vault Contributor',
  'Key Vault Crypto Officer',
  'Key Vault Crypto Service Encryption User',
  'Key Vault Crypto User',
  'Key Vault Secrets Officer',
  'Key Vault Secrets User',
  'Monitoring Reader',
  'Network Contributor',
  'Private DNS Zone Contributor',
  'Reader',
  'Storage Blob Data Contributor',
];

const assignments = 'Microsoft.Authorization/roleAssignments';

/** Condition of an assignment, in Azure's own language: of all roles, only these. */
function onlyRoles(roles: readonly RoleName[], own: readonly string[] = []): string {
  const ids = [...roles.map((role) => builtInRoles[role]), ...own].join(', ');
  const clause = (action: 'write' | 'delete', side: 'Request' | 'Resource') =>
    `((!(ActionMatches{'${assignments}/${action}'})) OR ` +
    `(@${side}[${assignments}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ids}}))`;
  return `${clause('write', 'Request')} AND ${clause('delete', 'Resource')}`;
}

/**
 * The pipeline signs in with the token its runner is given: no key is stored anywhere. Two identities, one to plan and
 * one to apply, each for exactly one token subject.
 */
export class AzureCiTrust extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureCiTrustProps,
  ) {
    super(scope, id);
    const { site, trust } = props;
    const subscription = `/subscriptions/${site.subscriptionId}`;
    const plan = this.identity('plan', trust.planSubject);
    const apply = this.identity('apply', trust.applySubject);
    const locks = new RoleDefinition(this, 'locks-role', {
      name: `${site.name}-locks`,
      description: 'Sets and takes away the locks of deletion protection',
      scope: subscription,
      assignableScopes: [subscription],
      permissions: [{ actions: ['Microsoft.Authorization/locks/*'] }],
    });
    new RoleAssignment(this, 'apply-may-lock', {
      scope: subscription,
      roleDefinitionId: locks.roleDefinitionResourceId,
      principalId: apply.principalId,
      principalType: 'ServicePrincipal',
    });
    new RoleAssignment(this, 'apply-may-grant', {
      scope: subscription,
      roleDefinitionName: 'Role Based Access Control Administrator' satisfies RoleName,
      principalId: apply.principalId,
      principalType: 'ServicePrincipal',
      description: 'Grants and takes away only the roles that the stacks of a site use',
      condition: onlyRoles(
        [
          ...grantableRoles,
          ...(keepsOrganisationTrail(site) ? [trailSetterRole] : []),
          ...(hasVault(site) ? [vaultRole] : []),
        ],
        props.granted,
      ),
      conditionVersion: '2.0',
    });
    if (keepsOrganisationTrail(site)) this.organisation(managementGroupId(site), plan, apply);
  }

  /** What the trail of an organisation takes beyond the subscription: a policy, and the one role of what it sets. */
  private organisation(group: string, plan: UserAssignedIdentity, apply: UserAssignedIdentity): void {
    allow(this, 'plan-organisation', { role: 'Reader', on: group, to: plan.principalId });
    allow(this, 'apply-organisation', { role: 'Resource Policy Contributor', on: group, to: apply.principalId });
    new RoleAssignment(this, 'apply-may-grant-in-organisation', {
      scope: group,
      roleDefinitionName: 'Role Based Access Control Administrator' satisfies RoleName,
      principalId: apply.principalId,
      principalType: 'ServicePrincipal',
      description: 'Lets the policy of the trail set where subscriptions send their logs',
      condition: onlyRoles([trailSetterRole]),
      conditionVersion: '2.0',
    });
  }

  private identity(part: 'plan' | 'apply', subject: string): UserAssignedIdentity {
    const { site, trust, containerId } = this.props;
    const group = resourceGroup(this, site, 'state').name;
    const identity = new UserAssignedIdentity(this, part, {
      name: `pipeline-${part}`,
      location: site.region,
      resourceGroupName: group,
    });
    const credential = new FederatedIdentityCredential(this, `${part}-trust`, {
      name: 'pipeline',
      parentId: identity.id,
      resourceGroupName: group,
      issuer: trust.issuer,
      subject,
      audience: ['api://AzureADTokenExchange'],
    });
    ofIdentity(credential, identity.id);
    const { roles, stateRole } = parts[part];
    const to = identity.principalId;
    const binding: readonly RoleName[] = part === 'apply' && guardrailsOf(site) ? ['Resource Policy Contributor'] : [];
    for (const role of [...roles, ...binding]) {
      allow(this, `${part}-${role.toLowerCase().replaceAll(' ', '-')}`, {
        role,
        on: `/subscriptions/${site.subscriptionId}`,
        to,
      });
    }
    allow(this, `${part}-state`, { role: stateRole, on: containerId, to });
    return identity;
  }
}
