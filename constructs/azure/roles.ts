import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { Construct } from 'constructs';

/** Azure's built-in roles that the stacks give out. Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles. */
export const builtInRoles = {
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  'Azure Event Hubs Data Receiver': 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde',
  'Azure Event Hubs Data Sender': '2b629674-e913-4c01-ae53-ef4638d8f975',
  'Azure Kubernetes Service Cluster User Role': '4abbcc35-e782-43d8-92c5-2d3f1bd2253f',
  'Azure Kubernetes Service RBAC Cluster Admin': 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b',
  'Azure Kubernetes Service RBAC Reader': '7f6c6a51-bcf8-42ba-9220-52d62157d7db',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'Key Vault Contributor': 'f25e0fa2-a7c8-4377-a976-54943a77a395',
  'Key Vault Crypto Officer': '14b46e9e-c2b7-41b4-b07b-48a6ebf60603',
  'Key Vault Crypto Service Encryption User': 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'Key Vault Crypto User': '12338af0-0e69-4776-bea7-57ae8d297424',
  'Key Vault Reader': '21090545-7ca7-4776-b22c-e363652d74d2',
  'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Log Analytics Contributor': '92aaf0da-9dab-42b6-94a3-d43ce8d16293',
  'Monitoring Reader': '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  'PostgreSQL Flexible Server Long Term Retention Backup Role': 'c088a766-074b-43ba-90d4-1fb21feae531',
  'Private DNS Zone Contributor': 'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Resource Policy Contributor': '36243c78-bf99-498c-9df9-86d9f8d28608',
  'Role Based Access Control Administrator': 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
} as const;

export type RoleName = keyof typeof builtInRoles;

export interface Permission {
  readonly role: RoleName;
  /** Id of the one resource it holds on. */
  readonly on: string;
  /** Object id of who gets it. */
  readonly to: string;
  /** Default: an identity or application. */
  readonly kind?: 'ServicePrincipal' | 'Group';
}

/** One role on one resource. The kind of principal is stated, so that a principal made a moment ago is not looked up. */
export const allow = (scope: Construct, id: string, { role, on, to, kind = 'ServicePrincipal' }: Permission) =>
  new RoleAssignment(scope, id, { scope: on, roleDefinitionName: role, principalId: to, principalType: kind });

/** The same role for every group; ids come from the groups. */
export const allowGroups = (scope: Construct, id: string, role: RoleName, on: string, groups: readonly string[]) =>
  groups.map((group) => allow(scope, `${id}-${group}`, { role, on, to: group, kind: 'Group' }));
