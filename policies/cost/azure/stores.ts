import {
  allMonth,
  fixed,
  freeOf,
  hoursPerMonth,
  type Pricer,
  type PricingContext,
  type PricingTable,
  usage,
} from '../pricing';
import { blocksAt, isElsewhere, isOn, numberAt, textAt, valueAt } from '../resource';
import { accountContent } from './accounts';

/** GiB of a server; a replica that does not say has those of its source. */
function storageGiB(values: unknown, { referred }: Pick<PricingContext, 'referred'>): number {
  const source = referred(valueAt(values, 'source_server_id'))?.values;
  return numberAt(values, 'storage_mb', numberAt(source, 'storage_mb', 32_768)) / 1024;
}

/**
 * A standby in another zone doubles machine and disk; backups are free up to the size of the disk, and count twice where they
 * go to a second region.
 */
const database: Pricer = ({ values }, context) => {
  const copies = valueAt(values, 'high_availability') === undefined ? 1 : 2;
  const source = context.referred(values.source_server_id)?.values;
  const gib = storageGiB(values, context);
  const beyond = gib * context.assume('backupShare');
  const backups = isOn(values, 'geo_redundant_backup_enabled') ? 2 * (gib + beyond) - gib : beyond;
  return [
    allMonth(`database/${textAt(values, 'sku_name', textAt(source, 'sku_name', ''))}`, copies),
    fixed('database/storage', gib * copies),
    usage('database/backup', backups),
    ...(values.create_mode === 'Replica' && isElsewhere(values.source_server_id)
      ? [usage('traffic/region', context.assume('replicatedGiB'))]
      : []),
  ];
};

/** Kept in a second region as well. */
const geoRedundant = /G/;

/** Files are paid for by the size of their share, blobs by what is in them, and by what is sent to a second region. */
const account: Pricer = (account, context) => {
  const { values } = account;
  if (textAt(values, 'account_tier') === 'Premium') return [];
  const { assume } = context;
  return [
    ...accountContent(account, context),
    usage('object-storage/requests', assume('bucketThousandRequests')),
    usage('traffic/region', geoRedundant.test(textAt(values, 'account_replication_type')) ? assume('copiedGiB') : 0),
  ];
};

const share: Pricer = ({ values }, { referred }) => {
  const owner = referred(values.storage_account_id)?.values;
  return [
    fixed(
      `file-storage/${textAt(owner, 'account_tier')}-${textAt(owner, 'account_replication_type')}`,
      numberAt(values, 'quota', 0),
    ),
  ];
};

export const stores: PricingTable = {
  azurerm_postgresql_flexible_server: database,
  azurerm_storage_account: account,
  azurerm_storage_share: share,
  azurerm_eventhub_namespace: ({ values }) => [
    fixed(`event-hubs/${textAt(values, 'sku')}`, numberAt(values, 'capacity', 1) * hoursPerMonth),
  ],
  azurerm_container_registry: ({ values }, { assume }) => {
    const tier = `registry/${textAt(values, 'sku')}`;
    const copies = blocksAt(values, 'georeplications').length;
    return [fixed(tier, 1 + copies), ...(copies > 0 ? [usage('traffic/region', copies * assume('registryGiB'))] : [])];
  },
  azurerm_storage_object_replication: (_, { assume }) => [
    usage('traffic/region', assume('copiedGiB')),
    usage('object-storage/requests', assume('bucketThousandRequests')),
  ],
  azurerm_data_protection_backup_instance_postgresql_flexible_server: ({ values }, context) => {
    const server = context.referred(values.server_id)?.values;
    return [
      fixed('backup/protected-database', 1),
      usage('backup/stored', storageGiB(server, context) * (1 + context.assume('backupShare'))),
    ];
  },
  ...freeOf('part of a store, which is priced', [
    'azurerm_container_registry_cache_rule',
    'azurerm_data_protection_backup_policy_postgresql_flexible_server',
    'azurerm_data_protection_backup_vault',
    'azurerm_data_protection_backup_vault_customer_managed_key',
    'azurerm_eventhub',
    'azurerm_eventhub_namespace_customer_managed_key',
    'azurerm_postgresql_flexible_server_configuration',
    'azurerm_postgresql_flexible_server_database',
    'azurerm_storage_blob_inventory_policy',
    'azurerm_storage_container',
    'azurerm_storage_container_immutability_policy',
    'azurerm_storage_management_policy',
  ]),
};
