import { azurePricing } from '../../../policies/cost/azure';
import { billOf, type HandBill, priceIn, totalOfType } from './bill-of';

const p = priceIn('azure');
const location = 'westeurope';
const pool = {
  vm_size: 'Standard_D8s_v6',
  min_count: 3,
  max_count: 13,
  os_disk_size_gb: 100,
  os_disk_type: 'Managed',
  priority: 'Regular',
};
const systemPool = {
  vm_size: 'Standard_D4s_v6',
  min_count: 2,
  max_count: 2,
  os_disk_size_gb: 128,
  os_disk_type: 'Managed',
};
const cluster = { location, sku_tier: 'Standard', default_node_pool: systemPool };
const server = { location, sku_name: 'GP_Standard_D2ds_v5', storage_mb: 65_536, backup_retention_days: 14 };
const account = { location, account_tier: 'Standard', access_tier: 'Hot', account_replication_type: 'ZRS' };
const plan = (name: string) => ({ resource_type: name, tier: 'Standard' });

/** Worked out by a person: prices of the book, numbers of the assumptions (docs/guides/cost.md) and of the resource. */
const bills: readonly HandBill[] = [
  {
    // A disk of 128 GiB is sold as P10.
    type: 'azurerm_kubernetes_cluster',
    values: cluster,
    total: p('aks/standard') * 730 + 2 * (p('machine/Standard_D4s_v6') * 730 + p('disk/P10')),
  },
  {
    type: 'azurerm_kubernetes_cluster',
    values: { ...cluster, sku_tier: 'Free' },
    total: 2 * (p('machine/Standard_D4s_v6') * 730 + p('disk/P10')),
  },
  {
    // Three always, and 15 % of ten more; 100 GiB are sold as P10.
    type: 'azurerm_kubernetes_cluster_node_pool',
    values: pool,
    total: 4.5 * (p('machine/Standard_D8s_v6') * 730 + p('disk/P10')),
  },
  {
    type: 'azurerm_kubernetes_cluster_node_pool',
    values: { ...pool, min_count: 0, max_count: 20, priority: 'Spot', os_disk_type: 'Ephemeral' },
    total: 3 * p('machine/Standard_D8s_v6') * p('machine/spot-share') * 730,
  },
  {
    type: 'azurerm_capacity_reservation',
    values: { sku: { name: 'Standard_D4s_v6', capacity: 2 } },
    total: 2 * p('machine/Standard_D4s_v6') * 730,
  },
  {
    // The pool keeps three of four busy.
    type: 'azurerm_capacity_reservation',
    values: { sku: { name: 'Standard_D8s_v6', capacity: 4 } },
    beside: { azurerm_kubernetes_cluster_node_pool: { pool } },
    total: p('machine/Standard_D8s_v6') * 730,
  },
  {
    type: 'azurerm_postgresql_flexible_server',
    values: { ...server, high_availability: { mode: 'ZoneRedundant' } },
    total: 2 * p('database/GP_Standard_D2ds_v5') * 730 + 128 * p('database/storage') + 32 * p('database/backup'),
  },
  {
    type: 'azurerm_postgresql_flexible_server',
    values: server,
    total: p('database/GP_Standard_D2ds_v5') * 730 + 64 * p('database/storage') + 32 * p('database/backup'),
  },
  {
    // 64 GiB are free, and half of it more is kept; all of it in two regions.
    type: 'azurerm_postgresql_flexible_server',
    values: { ...server, geo_redundant_backup_enabled: true },
    total: p('database/GP_Standard_D2ds_v5') * 730 + 64 * p('database/storage') + 128 * p('database/backup'),
  },
  {
    type: 'azurerm_storage_account',
    values: account,
    total: 100 * p('object-storage/Hot-ZRS') + 100 * p('object-storage/requests'),
  },
  {
    // Of 365 days 73 in the hot tier, 292 in the cold one.
    type: 'azurerm_storage_account',
    values: account,
    beside: {
      azurerm_storage_management_policy: {
        rules: {
          storage_account_id: '${azurerm_storage_account.it.id}',
          rule: [
            {
              enabled: true,
              filters: { blob_types: ['blockBlob'] },
              actions: { base_blob: { tier_to_cold_after_days_since_modification_greater_than: 73 } },
            },
          ],
        },
      },
    },
    total:
      20 * p('object-storage/Hot-ZRS') +
      80 * (p('object-storage/Cold-ZRS') + 0.05 * p('object-storage/Cold-read')) +
      (100 / 12) * p('object-storage/Cold-ZRS-moved') +
      100 * p('object-storage/requests'),
  },
  {
    type: 'azurerm_storage_share',
    values: { quota: 1024, storage_account_id: '${azurerm_storage_account.files.id}' },
    beside: { azurerm_storage_account: { files: { ...account, account_tier: 'Premium' } } },
    total: 1024 * p('file-storage/Premium-ZRS'),
  },
  {
    type: 'azurerm_eventhub_namespace',
    values: { location, sku: 'Premium', capacity: 2 },
    total: 2 * 730 * p('event-hubs/Premium'),
  },
  {
    type: 'azurerm_container_registry',
    values: { location, sku: 'Premium', georeplications: [{ location: 'northeurope' }] },
    total: 2 * p('registry/Premium') + 50 * p('traffic/region'),
  },
  {
    type: 'azurerm_storage_object_replication',
    values: { location },
    total: 50 * p('traffic/region') + 100 * p('object-storage/requests'),
  },
  {
    type: 'azurerm_data_protection_backup_instance_postgresql_flexible_server',
    values: { location, server_id: '${azurerm_postgresql_flexible_server.one.id}' },
    beside: { azurerm_postgresql_flexible_server: { one: server } },
    total: p('backup/protected-database') + 96 * p('backup/stored'),
  },
  { type: 'azurerm_virtual_network', values: { location }, total: 200 * p('traffic/internet') },
  { type: 'azurerm_nat_gateway', values: { location }, total: p('nat/gateway') * 730 + 200 * p('nat/data') },
  { type: 'azurerm_public_ip', values: { location }, total: p('address/public') * 730 },
  {
    type: 'azurerm_private_endpoint',
    values: { location },
    total: p('private-endpoint') * 730 + 50 * p('private-endpoint/data'),
  },
  { type: 'azurerm_bastion_host', values: { location, sku: 'Standard' }, total: p('bastion/Standard') * 730 },
  { type: 'azurerm_virtual_network_gateway', values: { location, sku: 'VpnGw1AZ' }, total: p('vpn/VpnGw1AZ') * 730 },
  { type: 'azurerm_virtual_network_gateway_connection', values: { location }, total: 50 * p('traffic/internet') },
  { type: 'azurerm_virtual_network_peering', values: { location }, total: 50 * p('traffic/peering') },
  { type: 'azurerm_local_network_gateway', values: { location }, total: 50 * p('traffic/internet') },
  {
    // What is kept in a second region is sent there.
    type: 'azurerm_storage_account',
    values: { location, account_tier: 'Standard', account_replication_type: 'GZRS' },
    total: 100 * p('object-storage/Hot-GZRS') + 100 * p('object-storage/requests') + 50 * p('traffic/region'),
  },
  {
    // It follows one in another region.
    type: 'azurerm_postgresql_flexible_server',
    values: {
      location,
      create_mode: 'Replica',
      source_server_id: '/subscriptions/one/servers/source',
      sku_name: 'GP_Standard_D2ds_v5',
      storage_mb: 65_536,
    },
    total:
      p('database/GP_Standard_D2ds_v5') * 730 +
      64 * p('database/storage') +
      32 * p('database/backup') +
      50 * p('traffic/region'),
  },
  { type: 'azurerm_private_dns_zone', values: { location }, total: p('dns/zone') + p('dns/queries') },
  { type: 'azurerm_dns_zone', values: { location }, total: p('dns/zone') + p('dns/queries') },
  { type: 'azurerm_network_watcher_flow_log', values: { location }, total: 20 * p('logs/flows') },
  {
    type: 'azurerm_cdn_frontdoor_profile',
    values: { location, sku_name: 'Premium_AzureFrontDoor' },
    total: p('edge/Premium_AzureFrontDoor') + 100 * p('edge/data') + 1000 * p('edge/requests'),
  },
  {
    type: 'azurerm_resource_group_template_deployment',
    values: { template_content: JSON.stringify({ resources: [{ type: 'Microsoft.Network/connections' }] }) },
    total: 0,
  },
  {
    type: 'azurerm_subscription_template_deployment',
    values: { template_content: JSON.stringify({ resources: [{ type: 'Microsoft.CostManagement/exports' }] }) },
    total: 0,
  },
  { type: 'azurerm_traffic_manager_profile', values: { location }, total: p('traffic-manager/queries') },
  { type: 'azurerm_traffic_manager_external_endpoint', values: { location }, total: p('traffic-manager/endpoint') },
  {
    // Rotated every ninety days: after a year four old versions are left, and such a key is a large one.
    type: 'azurerm_key_vault_key',
    values: {
      location,
      key_type: 'RSA-HSM',
      key_size: 3072,
      rotation_policy: { automatic: { time_after_creation: 'P90D' } },
    },
    total: 5 * p('key/version-large') + 10 * p('key/requests'),
  },
  {
    type: 'azurerm_key_vault_key',
    values: { location, key_type: 'RSA', key_size: 2048 },
    total: 10 * p('key/requests'),
  },
  { type: 'azurerm_key_vault_secret', values: { location }, total: p('secret/requests') },
  // Ninety days, the first thirty of which are free.
  {
    type: 'azurerm_log_analytics_workspace',
    values: { location, retention_in_days: 90 },
    total: 2 * p('logs/ingested') + 4 * p('logs/stored'),
  },
  { type: 'azurerm_monitor_diagnostic_setting', values: { location }, total: 0.2 * p('logs/exported') },
  { type: 'azurerm_monitor_scheduled_query_rules_alert_v2', values: { location }, total: p('monitoring/log-alert') },
  {
    type: 'azurerm_security_center_subscription_pricing',
    values: { ...plan('Arm'), location },
    total: p('threats/Arm'),
  },
  {
    type: 'azurerm_security_center_subscription_pricing',
    values: { ...plan('StorageAccounts'), location },
    beside: { azurerm_storage_account: { one: account, two: account } },
    total: 2 * p('threats/StorageAccounts'),
  },
  {
    // Two machines of four vCPUs, and four and a half of eight.
    type: 'azurerm_security_center_subscription_pricing',
    values: { ...plan('Containers'), location },
    beside: { azurerm_kubernetes_cluster: { cluster }, azurerm_kubernetes_cluster_node_pool: { pool } },
    total: 44 * p('threats/Containers'),
  },
];

it.each(bills.map((bill): [string, HandBill] => [bill.type, bill]))(
  '%s costs what a person works out',
  (type, { values, beside, total }) => {
    // A location of its own, where the resource has none, is that of what stands beside it.
    const bill = billOf('azure', {
      azurerm_resource_group: { group: { location } },
      ...beside,
      [type]: { ...beside?.[type], it: values },
    });
    const lines = bill.lines.filter(({ address }) => address === `${type}.it`);
    expect(bill.unpriced).toEqual([]);
    expect(totalOfType({ ...bill, lines }, type)).toBeCloseTo(total, 6);
  },
);

it('has a bill by hand of every type with a price', () => {
  const byHand = new Set(bills.map(({ type }) => type));
  const priced = Object.entries(azurePricing).flatMap(([type, pricing]) =>
    typeof pricing === 'function' ? [type] : [],
  );
  expect(byHand.size).toBeGreaterThanOrEqual(25);
  expect(priced.filter((type) => !byHand.has(type))).toEqual([]);
});

it('does not take a template of Azure for free because it is one', () => {
  const template_content = JSON.stringify({
    resources: [{ type: 'Microsoft.Sql/servers', name: '${azurerm_subnet.one.id}' }],
  });
  const bill = billOf('azure', { azurerm_resource_group_template_deployment: { it: { location, template_content } } });
  expect(bill.unpriced.map(({ why }) => why)).toEqual([
    'its template makes a Microsoft.Sql/servers, whose price nobody knows',
  ]);
});

it('does not take a template for free that only Terraform can tell', () => {
  const values = { location, template_content: '${jsonencode(local.template)}' };
  const bill = billOf('azure', { azurerm_resource_group_template_deployment: { it: values } });
  expect(bill.unpriced.map(({ why }) => why)).toEqual(['its template is not known before it is applied']);
});
