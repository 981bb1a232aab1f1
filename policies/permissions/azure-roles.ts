import type { Grant } from './pipeline-grants';

type RoleContent = Pick<Grant, 'except'> & { readonly allows: readonly string[] };

/** Operations on what a vault or a cluster holds: no role on the resources themselves opens them. */
const dataOperations = [
  'Microsoft.ContainerService/managedClusters/namespaces/*',
  'Microsoft.ContainerService/managedClusters/secrets/*',
  'Microsoft.ContainerService/managedClusters/serviceaccounts/*',
  'Microsoft.KeyVault/vaults/keyrotationpolicies/*',
  'Microsoft.KeyVault/vaults/keys/*',
  'Microsoft.KeyVault/vaults/secrets/*',
  'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*',
];

/**
 * What the built-in roles of the pipeline hold, data operations among it. Source:
 * learn.microsoft.com/azure/role-based-access-control/built-in-roles, 2026-11.
 */
export const azureRoles: Readonly<Record<string, RoleContent>> = {
  'Azure Kubernetes Service Cluster User Role': {
    allows: [
      'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
      'Microsoft.ContainerService/managedClusters/read',
    ],
  },
  'Azure Kubernetes Service RBAC Cluster Admin': { allows: ['Microsoft.ContainerService/managedClusters/*'] },
  'Azure Kubernetes Service RBAC Reader': {
    allows: [
      'Microsoft.ContainerService/managedClusters/namespaces/read',
      'Microsoft.ContainerService/managedClusters/serviceaccounts/read',
    ],
  },
  Contributor: {
    allows: ['*'],
    except: [
      'Microsoft.Authorization/*/delete',
      'Microsoft.Authorization/*/write',
      'Microsoft.Authorization/elevateAccess/action',
      ...dataOperations,
    ],
  },
  'Key Vault Crypto Officer': {
    allows: ['Microsoft.KeyVault/vaults/keys/*', 'Microsoft.KeyVault/vaults/keyrotationpolicies/*'],
  },
  'Key Vault Reader': {
    allows: ['Microsoft.KeyVault/vaults/*/read', 'Microsoft.KeyVault/vaults/secrets/readMetadata/action'],
  },
  'Key Vault Secrets Officer': { allows: ['Microsoft.KeyVault/vaults/secrets/*'] },
  'Storage Blob Data Contributor': { allows: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'] },
  'Storage Blob Data Reader': { allows: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'] },
  Reader: { allows: ['*/read'], except: dataOperations },
  'Resource Policy Contributor': {
    allows: [
      '*/read',
      'Microsoft.Authorization/policyAssignments/*',
      'Microsoft.Authorization/policyDefinitions/*',
      'Microsoft.Authorization/policyExemptions/*',
      'Microsoft.Authorization/policySetDefinitions/*',
      'Microsoft.PolicyInsights/*',
    ],
    except: dataOperations,
  },
  'Role Based Access Control Administrator': {
    allows: [
      '*/read',
      'Microsoft.Authorization/roleAssignments/delete',
      'Microsoft.Authorization/roleAssignments/write',
    ],
    except: dataOperations,
  },
};
