import { type CapabilityEvidence, type SafeguardId, withSafeguards } from '../../contracts';
import { clusterStateEvidence } from './cluster-state-evidence';
import { dataEvidence } from './data-evidence';
import { databaseCopiesEvidence } from './database-copies-evidence';
import { detectionEvidence } from './detection-evidence';
import { edgeEvidence } from './edge-evidence';
import { lock, ownKey, vault } from './evidence-patterns';
import { filesEvidence } from './files-evidence';
import { guardrailsEvidence } from './guardrails-evidence';
import { peeringEvidence } from './peering-evidence';
import { accessEvidence } from './people-evidence';
import { recoveryEvidence } from './recovery-evidence';
import { registryEvidence } from './registry-evidence';
import { reservationEvidence } from './reservations-evidence';
import { safeguards } from './safeguards';
import { spendingEvidence } from './spending-evidence';
import { storesEvidence } from './stores-evidence';
import { upgradeEvidence } from './upgrade-evidence';
import { volumesEvidence } from './volumes-evidence';

const cluster = { in: 'cluster', type: 'azurerm_kubernetes_cluster' } as const;
const stateAccount = { in: 'state', type: 'azurerm_storage_account' } as const;
const stateCredential = { in: 'state', type: 'azurerm_federated_identity_credential' } as const;
const zone = { in: 'network', type: 'azurerm_private_dns_zone', path: 'name', quantifier: 'some' } as const;
const pool = { in: 'cluster', type: 'azurerm_kubernetes_cluster_node_pool' } as const;
const nodePool = { in: 'kubernetes', type: 'NodePool' } as const;
const nodeClass = { in: 'kubernetes', type: 'AKSNodeClass' } as const;

/** Where Azure keeps each promise. */
const shown: Omit<CapabilityEvidence, SafeguardId> = {
  'state.encrypted': [
    { ...stateAccount, path: 'customer_managed_key.key_vault_key_id', is: { matches: ownKey } },
    { ...stateAccount, path: 'infrastructure_encryption_enabled', is: { equals: true } },
  ],
  'state.versioned': [{ ...stateAccount, path: 'blob_properties.versioning_enabled', is: { equals: true } }],
  // The backend leases the blob: every container can do that.
  'state.locked': [{ in: 'state', type: 'azurerm_storage_container', path: 'name', is: { equals: 'tfstate' } }],
  'state.private': [
    { ...stateAccount, path: 'allow_nested_items_to_be_public', is: { equals: false } },
    { ...stateAccount, path: 'shared_access_key_enabled', is: { equals: false } },
    { ...stateAccount, path: 'https_traffic_only_enabled', is: { equals: true } },
  ],
  'state.ci-trust': [
    { ...stateCredential, path: 'subject', is: { present: true } },
    { ...stateCredential, path: 'issuer', is: { matches: /^https:/ } },
  ],
  // Subnets span the region; three zones show where machines are placed.
  'network.three-zones': [
    { ...cluster, path: 'default_node_pool.zones', is: { atLeast: 3 } },
    // GPUs live where they are reserved.
    { ...pool, path: 'zones', is: { atLeast: 3 }, optional: true, where: { path: 'name', matches: /^(?!gpu$)/ } },
  ],
  'network.private-nodes': [
    { ...cluster, path: 'default_node_pool.node_public_ip_enabled', is: { equals: false } },
    { ...pool, path: 'node_public_ip_enabled', is: { equals: false }, optional: true },
  ],
  'network.egress': [
    { in: 'network', type: 'azurerm_subnet_nat_gateway_association', path: 'nat_gateway_id', is: { present: true } },
    { ...cluster, path: 'network_profile.outbound_type', is: { equals: 'userAssignedNATGateway' } },
  ],
  'network.flow-logs': [
    { in: 'network', type: 'azurerm_network_watcher_flow_log', path: 'enabled', is: { equals: true } },
  ],
  'network.private-endpoints': [
    { ...zone, is: { equals: 'privatelink.blob.core.windows.net' } },
    { ...zone, is: { equals: 'privatelink.vaultcore.azure.net' } },
    { ...zone, is: { equals: 'privatelink.azurecr.io' } },
    {
      in: 'data',
      type: 'azurerm_private_endpoint',
      path: 'private_service_connection.private_connection_resource_id',
      is: { present: true },
    },
    { ...vault, path: 'public_network_access_enabled', is: { equals: false } },
  ],
  'network.operator-access': [
    { in: 'network', type: 'azurerm_bastion_host', path: 'tunneling_enabled', is: { equals: true } },
  ],
  'cluster.private-api': [
    { ...cluster, path: 'private_cluster_enabled', is: { equals: true } },
    { ...cluster, path: 'private_cluster_public_fqdn_enabled', is: { equals: false } },
  ],
  'cluster.secrets-own-key': [
    { ...cluster, path: 'key_management_service.key_vault_key_id', is: { matches: ownKey } },
    { ...cluster, path: 'key_management_service.key_vault_network_access', is: { equals: 'Private' } },
  ],
  'cluster.disks-own-key': [
    { ...cluster, path: 'disk_encryption_set_id', is: { matches: /^\$\{azurerm_disk_encryption_set\./ } },
    { in: 'cluster', type: 'azurerm_disk_encryption_set', path: 'key_vault_key_id', is: { matches: ownKey } },
    { ...pool, path: 'host_encryption_enabled', is: { equals: true }, optional: true },
  ],
  'cluster.audit-logs': [
    {
      in: 'cluster',
      type: 'azurerm_monitor_diagnostic_setting',
      path: 'enabled_log',
      is: { matches: /"kube-audit"/ },
      quantifier: 'some',
    },
  ],
  'cluster.audit-retention': [
    {
      in: 'network',
      type: 'azurerm_storage_management_policy',
      path: 'rule[].actions.base_blob.delete_after_days_since_modification_greater_than',
      is: { atLeast: 30 },
    },
    {
      in: 'network',
      type: 'azurerm_storage_account',
      path: 'customer_managed_key.key_vault_key_id',
      is: { matches: /\.vault\.azure\.net\/keys\/logs$/ },
    },
  ],
  'cluster.workload-identity': [
    { ...cluster, path: 'workload_identity_enabled', is: { equals: true } },
    { ...cluster, path: 'oidc_issuer_enabled', is: { equals: true } },
  ],
  'cluster.no-local-accounts': [
    { ...cluster, path: 'local_account_disabled', is: { equals: true } },
    {
      ...cluster,
      path: 'azure_active_directory_role_based_access_control.azure_rbac_enabled',
      is: { equals: true },
    },
  ],
  'cluster.deletion-protection': [
    { in: 'cluster', ...lock, is: { matches: /azurerm_kubernetes_cluster\./ } },
    { ...cluster, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'cluster.pinned-version': [
    { ...cluster, path: 'kubernetes_version', is: { matches: /^1\.\d{2}$/ } },
    { ...cluster, path: 'automatic_upgrade_channel', is: { equals: 'patch' } },
  ],
  ...accessEvidence,
  ...upgradeEvidence,
  ...reservationEvidence,
  'cluster.network-policy': [{ ...cluster, path: 'network_profile.network_policy', is: { equals: 'cilium' } }],
  'cluster.autoscaling': [
    { ...cluster, path: 'default_node_pool.auto_scaling_enabled', is: { equals: true } },
    { ...pool, path: 'auto_scaling_enabled', is: { equals: true } },
    { ...pool, path: 'max_count', is: { atLeast: 1 } },
  ],
  'cluster.spot-pool': [{ ...pool, path: 'priority', is: { equals: 'Spot' }, quantifier: 'some' }],
  'cluster.gpu-pool': [{ ...pool, path: 'min_count', is: { equals: 0 }, where: { path: 'name', equals: 'gpu' } }],
  'cluster.automatic-pools': [
    { ...cluster, path: 'node_provisioning_profile.mode', is: { equals: 'Auto' } },
    { ...cluster, path: 'node_provisioning_profile.default_node_pools', is: { equals: 'None' } },
    { ...nodePool, path: 'spec.limits.cpu', is: { present: true } },
    { ...nodePool, path: 'spec.limits.memory', is: { present: true } },
    { ...nodePool, path: 'spec.disruption.budgets[].nodes', is: { present: true } },
  ],
  // The key of their disks is the cluster's, like their subnet.
  'cluster.made-machines': [
    { ...nodeClass, path: 'spec.security.encryptionAtHost', is: { equals: true } },
    { ...nodeClass, path: 'spec.imageFamily', is: { matches: /^(AzureLinux|Ubuntu)$/ } },
    { ...cluster, path: 'disk_encryption_set_id', is: { matches: /^\$\{azurerm_disk_encryption_set\./ } },
  ],
  // AKS lets no provider ask for secure boot; its images come signed from Azure and are replaced every week.
  'cluster.hardened-nodes': [
    { ...cluster, path: 'default_node_pool.os_sku', is: { equals: 'AzureLinux' } },
    { ...cluster, path: 'node_os_upgrade_channel', is: { equals: 'NodeImage' } },
    { ...cluster, path: 'default_node_pool.host_encryption_enabled', is: { equals: true } },
  ],
  ...dataEvidence,
  ...databaseCopiesEvidence,
  ...filesEvidence,
  ...volumesEvidence,
  ...clusterStateEvidence,
  ...registryEvidence,
  ...detectionEvidence,
  ...guardrailsEvidence,
  ...spendingEvidence,
  ...edgeEvidence,
  ...storesEvidence,
  'identity.federated': [
    {
      in: 'platform',
      type: 'azurerm_federated_identity_credential',
      path: 'subject',
      is: { matches: /^system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+$/ },
    },
  ],
  'interconnect.redundant': [
    { in: 'interconnect', type: 'azurerm_virtual_network_gateway', path: 'active_active', is: { equals: true } },
    { in: 'interconnect', type: 'azurerm_virtual_network_gateway', path: 'sku', is: { matches: /AZ$/ } },
    { in: 'interconnect', type: 'azurerm_public_ip', path: 'zones', is: { atLeast: 3 } },
  ],
  'interconnect.bgp': [
    { in: 'interconnect', type: 'azurerm_virtual_network_gateway', path: 'bgp_enabled', is: { equals: true } },
    { in: 'interconnect', type: 'azurerm_virtual_network_gateway', path: 'bgp_settings.asn', is: { present: true } },
    {
      in: 'interconnect',
      type: 'azurerm_resource_group_template_deployment',
      path: 'template_content',
      is: { matches: /"enableBgp":true/ },
    },
  ],
  // The provider's own resource of a connection reads its key into the state; see `vpn-connection.ts`.
  'interconnect.keys-not-in-state': [
    {
      in: 'interconnect',
      type: 'azurerm_resource_group_template_deployment',
      path: 'template_content',
      is: {
        matches:
          /"firstKey":\{"type":"securestring","defaultValue":"\[newGuid\(\)\]"\}.*"sharedKey":"\[parameters\('firstKey'\)\]"/,
      },
    },
    {
      in: 'interconnect',
      type: 'azurerm_virtual_network_gateway_connection',
      path: 'name',
      is: { absent: true },
    },
  ],
  ...peeringEvidence,
  ...recoveryEvidence,
  'interconnect.private-dns': [
    {
      in: 'interconnect',
      type: 'azurerm_private_dns_zone_virtual_network_link',
      path: 'virtual_network_id',
      is: { present: true },
    },
    { in: 'interconnect', type: 'azurerm_private_dns_a_record', path: 'records', is: { present: true } },
  ],
  'identity.least-privilege': [
    {
      in: 'platform',
      type: 'azurerm_role_assignment',
      path: 'scope',
      is: {
        matches:
          /^\/subscriptions\/[^/]+\/resourceGroups\/.+\/(containers|secrets|eventhubs|registries|flexibleServers|Microsoft\.EventHub\/namespaces)\/[^/*]+$/,
      },
    },
  ],
};

export const evidence: CapabilityEvidence = withSafeguards(shown, safeguards);
