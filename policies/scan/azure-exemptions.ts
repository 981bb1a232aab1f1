import { nextHalf, nextReview } from './exemption-words';
import type { ScanExemption } from './scan';

const firstStack =
  'made before the site has a network; Entra ID and roles let in the pipeline and the administrators alone, keys of the account are off';

/** Failed checks of stacks on Azure that stand. */
export const azureExemptions: readonly ScanExemption[] = [
  {
    check: 'CKV_AZURE_20',
    type: 'azurerm_security_center_contact',
    kind: 'other-means',
    reason: 'alerts are mailed, to the pager as well; a telephone number would stand in Git',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_33',
    type: 'azurerm_storage_account',
    where: /\/governance\//,
    kind: 'other-means',
    reason: 'made before the site has a network, and closed to all of them: services of Azure alone reach the trail',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_21',
    type: 'azurerm_storage_container',
    kind: 'misread',
    reason: 'diagnostic settings send StorageRead to the archive of the site; the check knows Log Analytics only',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_33',
    type: 'azurerm_storage_account',
    kind: 'misread',
    reason: 'no account has a queue; the classic log that is asked for is replaced by diagnostic settings',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_32',
    type: 'azurerm_key_vault',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV2_AZURE_33',
    type: 'azurerm_storage_account',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_59',
    type: 'azurerm_storage_account',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_109',
    type: 'azurerm_key_vault',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_189',
    type: 'azurerm_key_vault',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV2_AZURE_38',
    type: 'azurerm_storage_account',
    where: /\/data\/azurerm_storage_account\.\w+_shared_files_account_/,
    kind: 'misread',
    reason:
      'the check looks at objects, of which an account of shared files has none; a deleted share comes back for 30 days',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_40',
    type: 'azurerm_storage_account',
    where: /\/network\/azurerm_storage_account\.network_logs_flows_/,
    kind: 'other-means',
    reason: 'flow logs sign in with keys of the account: the provider can give them no identity. It holds nothing else',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_206',
    type: 'azurerm_storage_account',
    kind: 'later',
    reason: 'accounts have copies in three zones; one in another region belongs to the recovery site',
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_136',
    type: 'azurerm_postgresql_flexible_server',
    kind: 'other-means',
    reason:
      'servers have them where the plan of recovery brings them back from there; elsewhere a replica or dumps lie where the standby is',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_12',
    type: 'azurerm_network_watcher_flow_log',
    kind: 'misread',
    reason: 'the lifecycle policy of the account deletes them, after auditLogRetentionDays',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_40',
    type: 'azurerm_key_vault_key',
    kind: 'other-means',
    reason: 'keys rotate every 90 days by their policy; one that expired would lock disks and databases with it',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_41',
    type: 'azurerm_key_vault_secret',
    kind: 'later',
    reason: 'an apply replaces values, both ends at once; a date by itself would only stop the services that read them',
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_4',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason:
      'the logs of the control plane go to the archive of the site, metrics and logs of pods to its own monitoring',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_116',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason: 'Pod Security admission enforces `restricted` in every namespace, on all clouds alike',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_172',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason: 'the driver is not installed: External Secrets copies secrets, and reads them again every 15 minutes',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_226',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason:
      'disks of nodes are managed ones, encrypted with the key of the site; few machine sizes have room for others',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_232',
    type: 'azurerm_kubernetes_cluster',
    where: /^staging\//,
    kind: 'environment',
    reason: 'where machines are made for pods, what asks for the first one must start on the system pool',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_164',
    type: 'azurerm_container_registry',
    kind: 'later',
    reason:
      'content trust is no longer offered to new registries; signatures of images are to be checked when pods are admitted',
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_165',
    type: 'azurerm_container_registry',
    kind: 'other-means',
    reason:
      'every site has a registry of its own, in its region: a site that takes over does not pull from the lost one',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_166',
    type: 'azurerm_container_registry',
    kind: 'other-means',
    reason: 'quarantine holds back every image until a program releases it, those that are mirrored on demand, too',
    until: nextHalf,
  },
];
